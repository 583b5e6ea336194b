package io.anyqueue.internal.client;

import io.anyqueue.internal.message.JmsMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import org.jspecify.annotations.Nullable;

/** Whether a message has the body that {@code receiveBody} asked for (section 8.6). Stateless. */
final class RequestedBody {
    private RequestedBody() {}

    /** Why the message cannot be given out as {@code type}; null where it can. */
    static @Nullable MessageFormatException refusal(JmsMessage message, Class<?> type) throws JMSException {
        if (has(message, type)) {
            return null;
        }
        MessageFormatException unreadable = unreadable(message);
        return unreadable == null
                ? new MessageFormatException(
                        "receiveBody: " + message + " has no body that is a " + type.getName()
                                + "; it can be received with receive()",
                        "ANYQUEUE-BODY-TYPE")
                : Failures.withCause(
                        new MessageFormatException(
                                "receiveBody: " + unreadable.getMessage(), unreadable.getErrorCode()),
                        unreadable);
    }

    private static boolean has(JmsMessage message, Class<?> type) throws JMSException {
        return !(message instanceof StreamMessage) && message.isBodyAssignableTo(type) && message.getBody(type) != null;
    }

    /** Why nobody can read an object; null where it is readable, and for other messages. */
    private static @Nullable MessageFormatException unreadable(JmsMessage message) throws JMSException {
        if (message instanceof ObjectMessage object) {
            try {
                object.getObject();
            } catch (MessageFormatException e) {
                return e;
            }
        }
        return null;
    }
}
