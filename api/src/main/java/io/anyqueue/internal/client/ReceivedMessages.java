package io.anyqueue.internal.client;

import io.anyqueue.internal.message.JmsMessage;
import io.anyqueue.spi.MessageData;

/** Makes of a session's deliveries the messages that the application sees. */
final class ReceivedMessages {
    private final ClientSession session;

    ReceivedMessages(ClientSession session) {
        this.session = session;
    }

    JmsMessage received(Received received) {
        return message(received, received.deliveryCount());
    }

    /** A message to look at: it cannot be acknowledged and has no delivery count. */
    JmsMessage browsed(Received received) {
        return message(received, 0);
    }

    private JmsMessage message(Received received, int deliveryCount) {
        MessageData data = session.connection()
                .temporaries()
                .asApplicationKnows(received.delivery().message());
        if (received.link().session().generation().marksOrigin()) {
            data = ConsumerIntent.withoutOrigin(data);
        }
        return session.messages().received(data, deliveryCount, received.isRedelivered());
    }
}
