package io.anyqueue.internal.message;

import jakarta.jms.MessageFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The conversion table of properties, {@code MapMessage} and {@code StreamMessage} (sections 3.5.4 and 3.11.3): what a
 * value of one type may be read as. Stateless.
 *
 * <p>A null is read as the type's {@code valueOf(String)} reads null: false for boolean, {@link NumberFormatException} for
 * the integral types, {@link NullPointerException} for float, double and char. A String that does not parse gives
 * {@link NumberFormatException}; its text is left out, because it may be confidential.
 *
 * <p>{@code method} and {@code subject} say who asks, for errors: see {@link MessageErrors#call}.
 */
final class Conversions {
    private static final String PROPERTY_TYPES = "Boolean, Byte, Short, Integer, Long, Float, Double or String";

    private Conversions() {}

    static boolean toBoolean(@Nullable Object value, String method, Object subject) throws MessageFormatException {
        if (value instanceof Boolean exact) {
            return exact;
        }
        if (value == null || value instanceof String) {
            return Boolean.parseBoolean((String) value);
        }
        throw MessageErrors.conversion(value, "boolean", "boolean or String", method, subject);
    }

    static byte toByte(@Nullable Object value, String method, Object subject) throws MessageFormatException {
        if (value instanceof Byte exact) {
            return exact;
        }
        if (value instanceof String text) {
            try {
                return Byte.parseByte(text);
            } catch (NumberFormatException e) {
                throw unparsable("byte", method, subject);
            }
        }
        if (value == null) {
            throw new NumberFormatException(absent("byte", method, subject));
        }
        throw MessageErrors.conversion(value, "byte", "byte or String", method, subject);
    }

    static short toShort(@Nullable Object value, String method, Object subject) throws MessageFormatException {
        if (value instanceof Byte || value instanceof Short) {
            return ((Number) value).shortValue();
        }
        if (value instanceof String text) {
            try {
                return Short.parseShort(text);
            } catch (NumberFormatException e) {
                throw unparsable("short", method, subject);
            }
        }
        if (value == null) {
            throw new NumberFormatException(absent("short", method, subject));
        }
        throw MessageErrors.conversion(value, "short", "byte, short or String", method, subject);
    }

    static int toInt(@Nullable Object value, String method, Object subject) throws MessageFormatException {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer) {
            return ((Number) value).intValue();
        }
        if (value instanceof String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw unparsable("int", method, subject);
            }
        }
        if (value == null) {
            throw new NumberFormatException(absent("int", method, subject));
        }
        throw MessageErrors.conversion(value, "int", "byte, short, int or String", method, subject);
    }

    static long toLong(@Nullable Object value, String method, Object subject) throws MessageFormatException {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        if (value instanceof String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw unparsable("long", method, subject);
            }
        }
        if (value == null) {
            throw new NumberFormatException(absent("long", method, subject));
        }
        throw MessageErrors.conversion(value, "long", "byte, short, int, long or String", method, subject);
    }

    static float toFloat(@Nullable Object value, String method, Object subject) throws MessageFormatException {
        if (value instanceof Float exact) {
            return exact;
        }
        if (value instanceof String text) {
            try {
                return Float.parseFloat(text);
            } catch (NumberFormatException e) {
                throw unparsable("float", method, subject);
            }
        }
        if (value == null) {
            throw new NullPointerException(absent("float", method, subject));
        }
        throw MessageErrors.conversion(value, "float", "float or String", method, subject);
    }

    static double toDouble(@Nullable Object value, String method, Object subject) throws MessageFormatException {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw unparsable("double", method, subject);
            }
        }
        if (value == null) {
            throw new NullPointerException(absent("double", method, subject));
        }
        throw MessageErrors.conversion(value, "double", "float, double or String", method, subject);
    }

    static char toChar(@Nullable Object value, String method, Object subject) throws MessageFormatException {
        if (value instanceof Character exact) {
            return exact;
        }
        if (value == null) {
            throw new NullPointerException(absent("char", method, subject));
        }
        throw MessageErrors.conversion(value, "char", "char", method, subject);
    }

    static @Nullable String toText(@Nullable Object value, String method, Object subject)
            throws MessageFormatException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof byte[]) {
            throw MessageErrors.conversion(value, "String", "any type but byte[]", method, subject);
        }
        return value.toString();
    }

    /** A copy of a byte array. */
    static byte @Nullable [] toBytes(@Nullable Object value, String method, Object subject)
            throws MessageFormatException {
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw MessageErrors.conversion(value, "byte[]", "byte[]", method, subject);
    }

    /** The value in objectified form; a byte array is copied. */
    static @Nullable Object toObject(@Nullable Object value) {
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    /** Refuses what cannot be a property. */
    static @Nullable Object requirePropertyValue(@Nullable Object value, String method, String name)
            throws MessageFormatException {
        if (value == null || isPropertyValue(value)) {
            return value;
        }
        throw MessageErrors.unsupported(value, PROPERTY_TYPES, MessageErrors.call(method, name));
    }

    /** Refuses what cannot be in a map or stream; a byte array is copied. */
    static @Nullable Object requireBodyValue(@Nullable Object value, String method, Object subject)
            throws MessageFormatException {
        if (value == null || isPropertyValue(value) || value instanceof Character) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw MessageErrors.unsupported(
                value, "Character, byte[], " + PROPERTY_TYPES, MessageErrors.call(method, subject));
    }

    private static boolean isPropertyValue(Object value) {
        return value instanceof String
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof Double
                || value instanceof Byte
                || value instanceof Short
                || value instanceof Float;
    }

    private static NumberFormatException unparsable(String type, String method, Object subject) {
        return new NumberFormatException(
                MessageErrors.call(method, subject) + ": the String value cannot be parsed as " + type);
    }

    private static String absent(String type, String method, Object subject) {
        return MessageErrors.call(method, subject) + ": the value is absent or null and cannot be read as " + type;
    }
}
