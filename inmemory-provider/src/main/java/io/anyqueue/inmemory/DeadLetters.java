package io.anyqueue.inmemory;

import io.anyqueue.inmemory.store.Entry;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages go that leave a queue without being consumed. They are moved after the lock of the queue they come from has
 * been released, and carry properties that say where they come from and why. Safe for use by any thread.
 */
final class DeadLetters {
    static final String EXPIRED = "expired";
    static final String DELIVERY_LIMIT = "delivery limit";
    static final String REJECTED = "rejected";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String PREFIX = "JMS_AnyQueue_";

    private final Broker broker;

    DeadLetters(Broker broker) {
        this.broker = broker;
    }

    /** Moves a message that has left {@code from}; drops it where there is no dead-letter queue, or it was there. */
    void bury(MessageQueue from, Entry entry, String reason) {
        boolean expired = reason.equals(EXPIRED);
        if (expired && !broker.rules().deadLettersExpired()) {
            return;
        }
        Address address = graveyard();
        if (address == null || address.equals(from.address())) {
            if (!expired) {
                LOG.warn(
                        "{} from {} was dropped ({}); set deadLetterQueue to keep such messages",
                        entry.message(),
                        from.address(),
                        reason);
            }
            return;
        }
        broker.destinations().queue(address.name()).deposit(letter(from, entry, reason, address));
    }

    private @Nullable Address graveyard() {
        String name = broker.rules().deadLetterQueue();
        return name == null ? null : Address.queue(name);
    }

    private static MessageData letter(MessageQueue from, Entry entry, String reason, Address to) {
        MessageData message = entry.message();
        MessageData.Builder letter = message.toBuilder()
                .destination(to)
                .expiration(0)
                .deliveryTime(0)
                .property(PREFIX + "OriginalDestination", from.address().name())
                .property(PREFIX + "DeadLetterReason", reason)
                .property(PREFIX + "DeliveryCount", entry.failures());
        if (from.subscription() != null) {
            letter.property(PREFIX + "OriginalSubscription", from.subscription());
        }
        if (message.expiration() != 0) {
            letter.property(PREFIX + "OriginalExpiration", message.expiration());
        }
        return letter.build();
    }
}
