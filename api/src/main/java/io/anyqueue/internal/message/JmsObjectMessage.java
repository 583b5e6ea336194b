package io.anyqueue.internal.message;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A serialized object. It is serialized when set, so that later changes of the object do not show, and read anew at each
 * call, so that receivers share nothing. Not thread safe.
 *
 * <p>What came from elsewhere is read under the {@link ObjectPolicy}, at {@code getObject} and {@code getBody} and never
 * before. What this application set itself is read back without limits: the bytes are its own.
 */
final class JmsObjectMessage extends JmsMessage implements ObjectMessage {
    private final ObjectPolicy policy;
    private boolean ownObject;

    JmsObjectMessage(MessageData.Builder header, ObjectPolicy policy) {
        super(header);
        this.policy = policy;
    }

    @Override
    public void setObject(@Nullable Serializable object) throws JMSException {
        requireWriteableBody("setObject");
        header().body(object == null ? Body.Serialized.NULL : new Body.Serialized(ObjectPolicy.write(object)));
        ownObject = true;
    }

    @Override
    public @Nullable Serializable getObject() throws JMSException {
        return read("getObject");
    }

    @Override
    void clearContent() {
        header().body(Body.Serialized.NULL);
    }

    @Override
    public <T> @Nullable T getBody(Class<T> type) throws JMSException {
        Serializable object = read("getBody");
        if (object == null) {
            return null;
        }
        if (!type.isInstance(object)) {
            throw MessageErrors.notAssignable(
                    "an object of class " + object.getClass().getName(), type, "Serializable or a type that it has");
        }
        return type.cast(object);
    }

    /** Reads the object to find its class; false where the policy refuses it or it cannot be read, as getBody would. */
    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) throws JMSException {
        try {
            Serializable object = read("isBodyAssignableTo");
            return object == null || type.isInstance(object);
        } catch (MessageFormatException e) {
            return false;
        }
    }

    @Override
    String typeName() {
        return "ObjectMessage";
    }

    private @Nullable Serializable read(String method) throws JMSException {
        byte[] serialized = ((Body.Serialized) header().body()).serialized();
        if (serialized == null) {
            return null;
        }
        return ownObject ? ObjectPolicy.readOwn(serialized, method) : policy.read(serialized, method);
    }
}
