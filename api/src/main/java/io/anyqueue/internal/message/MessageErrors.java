package io.anyqueue.internal.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Locale;

/** The exceptions of messages, each with its stable code. Texts name types, never values: those belong to the sender. */
final class MessageErrors {
    private static final String FORMAT = "ANYQUEUE-MESSAGE-FORMAT";

    private MessageErrors() {}

    /**
     * How a call is shown: {@code getInt("price")}, or {@code readInt() at item 3}.
     *
     * @param subject the name of what is read, or the number of an item of a stream
     */
    static String call(String method, Object subject) {
        return subject instanceof Integer item ? method + "() at item " + item : method + "(\"" + subject + "\")";
    }

    static MessageFormatException conversion(
            Object value, String wanted, String sources, String method, Object subject) {
        return format(call(method, subject) + ": the value is of type " + typeName(value.getClass())
                + " and cannot be read as " + wanted + "; expected one set as " + sources);
    }

    static MessageFormatException unsupported(Object value, String expected, String call) {
        return format(
                call + ": a value of class " + value.getClass().getName() + " is not supported; expected " + expected);
    }

    static MessageFormatException notAssignable(String what, Class<?> type, String expected) {
        return format(
                "getBody(" + typeName(type) + "): " + what + " is not assignable to that type; expected " + expected);
    }

    static MessageFormatException format(String text) {
        return new MessageFormatException(text, FORMAT);
    }

    static MessageNotWriteableException readOnlyProperties(String call) {
        return new MessageNotWriteableException(
                call + ": the properties of a received message are read-only; call clearProperties() first",
                "ANYQUEUE-MESSAGE-READ-ONLY");
    }

    static MessageNotWriteableException readOnlyBody(String method) {
        return new MessageNotWriteableException(
                method + "(): the body is read-only; call clearBody() first", "ANYQUEUE-MESSAGE-READ-ONLY");
    }

    static MessageNotReadableException writeOnlyBody(String method) {
        return new MessageNotReadableException(
                method + "(): the body is write-only; call reset() first", "ANYQUEUE-MESSAGE-WRITE-ONLY");
    }

    static MessageEOFException endOfBody(String method, String found) {
        return new MessageEOFException(method + "(): the body has ended: " + found, "ANYQUEUE-MESSAGE-EOF");
    }

    static JMSException header(String method, long value, String expected) {
        return new JMSException(method + "(" + value + "): expected " + expected, "ANYQUEUE-HEADER-VALUE");
    }

    static <E extends JMSException> E causedBy(E exception, Throwable cause) {
        exception.initCause(cause);
        if (cause instanceof Exception linked) {
            exception.setLinkedException(linked);
        }
        return exception;
    }

    /** The name by which the conversion tables know a type: {@code int}, {@code String}, {@code byte[]}. */
    static String typeName(Class<?> type) {
        return switch (type.getName()) {
            case "java.lang.Integer" -> "int";
            case "java.lang.Character" -> "char";
            case "java.lang.Boolean", "java.lang.Byte", "java.lang.Short", "java.lang.Long" ->
                type.getSimpleName().toLowerCase(Locale.ROOT);
            case "java.lang.Float" -> "float";
            case "java.lang.Double" -> "double";
            case "java.lang.String" -> "String";
            default -> type.getTypeName();
        };
    }
}
