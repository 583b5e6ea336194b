package io.anyqueue.internal.message;

import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;

/** A message without a body: {@code jakarta.jms.Message} itself. Not thread safe. */
final class JmsPlainMessage extends JmsMessage {

    JmsPlainMessage(MessageData.Builder header) {
        super(header);
    }

    @Override
    void clearContent() {
        // There is none.
    }

    @Override
    public <T> @Nullable T getBody(Class<T> type) {
        return null;
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) {
        return true;
    }

    @Override
    String typeName() {
        return "Message";
    }
}
