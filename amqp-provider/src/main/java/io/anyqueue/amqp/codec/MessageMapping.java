package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import java.util.Map;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * How a broker family writes addresses, and what it adds to messages that belongs to their delivery. Immutable and safe for
 * use by any thread.
 */
public interface MessageMapping {
    /** The property in which a message from a stream says its place there, a long; never sent. */
    String STREAM_OFFSET = "JMS_AnyQueue_StreamOffset";

    /**
     * The property whose value becomes a stream's filter value, a text: a selector that asks for it spares the broker the chunks
     * that hold no such message.
     */
    String STREAM_FILTER = "JMS_AnyQueue_StreamFilter";

    /** The address as the peer knows it. */
    String toWire(Address address);

    /**
     * The address that a message names.
     *
     * @param wire as the peer wrote it
     * @param kind what the message says it is; null where it says nothing
     * @param consumed what the message was received from, whose kind is the best guess for an unknown one
     */
    Address fromWire(String wire, Address.@Nullable Kind kind, Address consumed);

    /** False for annotations that the peer would refuse, or would take for its own, on a message that is forwarded. */
    default boolean isForwarded(Symbol annotation) {
        return true;
    }

    /**
     * Whether a message may have been delivered before.
     *
     * @param firstAcquirer what the header says, in which nothing means false; true where there is no header
     * @param deliveryCount what the header says
     */
    default boolean isRedelivered(boolean firstAcquirer, int deliveryCount, Map<Symbol, Object> annotations) {
        return deliveryCount > 0;
    }

    /** Adds what the peer says of a message in annotations and applications may want to know. */
    default void addProperties(MessageData.Builder message, Map<Symbol, Object> annotations) {}

    /** What the peer wants to know of a message that is sent to it, besides what every peer is told. */
    default Map<Symbol, Object> annotations(MessageData message) {
        return Map.of();
    }

    /** False where a time to live makes the peer deliver a delayed message early. */
    default boolean limitsLifeOfDelayed() {
        return true;
    }

    /** False where the peer takes no user id but that of the connection, so that a forwarded one has to go. */
    default boolean sendsUserId() {
        return true;
    }
}
