package io.anyqueue.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The name of a node that messages are sent to and received from, without any vendor's syntax.
 *
 * <p>For a temporary node the name is the provider's own, valid for the connection that created it and for its
 * successors after recovery. Immutable.
 */
public record Address(Kind kind, String name) {

    /** What a node is: the four kinds of destination of Jakarta Messaging. */
    public enum Kind {
        /** Each message goes to one receiver. */
        QUEUE,
        /** Each message goes to every subscription. */
        TOPIC,
        /** A queue of one connection. */
        TEMPORARY_QUEUE,
        /** A topic of one connection. */
        TEMPORARY_TOPIC;

        /** True for queues, temporary ones included. */
        public boolean isQueue() {
            return this == QUEUE || this == TEMPORARY_QUEUE;
        }

        /** True for topics, temporary ones included. */
        public boolean isTopic() {
            return !isQueue();
        }

        /** True for nodes that live no longer than the connection that created them. */
        public boolean isTemporary() {
            return this == TEMPORARY_QUEUE || this == TEMPORARY_TOPIC;
        }
    }

    public Address {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    /** A queue that is not temporary. */
    public static Address queue(String name) {
        return new Address(Kind.QUEUE, name);
    }

    /** A topic that is not temporary. */
    public static Address topic(String name) {
        return new Address(Kind.TOPIC, name);
    }

    // Written out: a record links its own at first use, which a first message would wait for.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Address that && kind == that.kind && name.equals(that.name));
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + name.hashCode();
    }

    /** The kind in words, and the quoted name: {@code queue "orders"}. For messages to people. */
    @Override
    public String toString() {
        String words = switch (kind) {
            case QUEUE -> "queue";
            case TOPIC -> "topic";
            case TEMPORARY_QUEUE -> "temporary queue";
            case TEMPORARY_TOPIC -> "temporary topic";
        };
        return words + " \"" + name + '"';
    }
}
