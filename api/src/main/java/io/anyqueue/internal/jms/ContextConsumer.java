package io.anyqueue.internal.jms;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The simplified API's consumer (section 8.6). */
final class ContextConsumer implements JMSConsumer {
    private final JmsConsumer consumer;

    ContextConsumer(JmsConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public @Nullable String getMessageSelector() {
        return Unchecked.find(consumer::getMessageSelector);
    }

    @Override
    public @Nullable MessageListener getMessageListener() {
        return Unchecked.find(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(@Nullable MessageListener listener) {
        Unchecked.run(() -> consumer.setMessageListener(listener));
    }

    @Override
    public @Nullable Message receive() {
        return Unchecked.find(consumer::receive);
    }

    @Override
    public @Nullable Message receive(long timeout) {
        return Unchecked.find(() -> consumer.receive(timeout));
    }

    @Override
    public @Nullable Message receiveNoWait() {
        return Unchecked.find(consumer::receiveNoWait);
    }

    @Override
    public <T> @Nullable T receiveBody(@Nullable Class<T> type) {
        return receiveBody(type, 0);
    }

    @Override
    public <T> @Nullable T receiveBody(@Nullable Class<T> type, long timeout) {
        Class<T> wanted = requireType(type);
        return timeout < 0
                ? receiveBodyNoWait(wanted)
                : Unchecked.find(() -> body(consumer.core().receive(timeout, wanted), wanted));
    }

    @Override
    public <T> @Nullable T receiveBodyNoWait(@Nullable Class<T> type) {
        Class<T> wanted = requireType(type);
        return Unchecked.find(() -> body(consumer.core().receiveNoWait(wanted), wanted));
    }

    /** Found out before a message is taken, which would be lost. */
    private static <T> Class<T> requireType(@Nullable Class<T> type) {
        return Objects.requireNonNull(type, "receiveBody: the type is null; expected the class of the body");
    }

    private static <T> @Nullable T body(@Nullable Message message, Class<T> type) throws JMSException {
        return message == null ? null : message.getBody(type);
    }

    @Override
    public void close() {
        Unchecked.run(consumer::close);
    }
}
