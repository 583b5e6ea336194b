package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.MessageMapping;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * RabbitMQ's addresses of the second form, {@code /queues/name} and {@code /exchanges/name/key}, and its annotations. Immutable.
 */
final class RabbitMapping implements MessageMapping {
    private static final String QUEUES = "/queues/";
    private static final String EXCHANGES = "/exchanges/";
    private static final Symbol DEATHS = Symbol.valueOf("x-opt-deaths");
    private static final Symbol DELIVERY_COUNT = Symbol.valueOf("x-delivery-count");
    private static final Symbol ACQUIRED_COUNT = Symbol.valueOf("x-acquired-count");
    private static final Symbol OFFSET = Symbol.valueOf("x-stream-offset");
    private static final Symbol FILTER_VALUE = Symbol.valueOf("x-stream-filter-value");
    /** What the broker adds. Sent again it would be taken for true: a message that has died often is dropped. */
    private static final Set<String> BROKERS_OWN = Set.of(
            "x-exchange",
            "x-routing-key",
            "x-cc",
            "x-opt-deaths",
            "x-delivery-count",
            "x-acquired-count",
            "x-stream-offset");

    private final String topicExchange;
    private final boolean countsOnClassicQueues;

    RabbitMapping(String topicExchange, boolean countsOnClassicQueues) {
        this.topicExchange = topicExchange;
        this.countsOnClassicQueues = countsOnClassicQueues;
    }

    static String queue(String name) {
        return QUEUES + UriSegments.encode(name);
    }

    @Override
    public String toWire(Address address) {
        return address.kind().isQueue()
                ? queue(StreamName.of(address.name()).queue())
                : EXCHANGES + UriSegments.encode(topicExchange) + '/' + UriSegments.encode(address.name());
    }

    /** An address that is none of ours keeps its form, so that it is at least readable. */
    @Override
    public Address fromWire(String wire, Address.@Nullable Kind kind, Address consumed) {
        if (wire.startsWith(QUEUES)) {
            String name = UriSegments.decode(wire.substring(QUEUES.length()));
            boolean own = name.equals(StreamName.of(consumed.name()).queue());
            Address.Kind guess = own ? consumed.kind() : Address.Kind.QUEUE;
            Address.Kind meant = kind == null || kind.isTopic() ? guess : kind;
            return new Address(meant.isQueue() ? meant : Address.Kind.QUEUE, name);
        }
        String exchange = EXCHANGES + UriSegments.encode(topicExchange) + '/';
        if (wire.startsWith(exchange)) {
            Address.Kind meant = kind == null || kind.isQueue() ? Address.Kind.TOPIC : kind;
            return new Address(meant, UriSegments.decode(wire.substring(exchange.length())));
        }
        return new Address(kind == null ? consumed.kind() : kind, wire);
    }

    @Override
    public boolean isForwarded(Symbol annotation) {
        String name = annotation.toString();
        return name.startsWith("x-")
                && !BROKERS_OWN.contains(name)
                && !name.startsWith("x-first-death-")
                && !name.startsWith("x-last-death-");
    }

    /**
     * Dead-lettering marks a message as acquired before, although nobody need have seen it. Where a classic queue does not
     * count, the mark is all there is; a quorum queue's counters also tell of messages that were given back
     * unseen, which may be marked too much but never too little.
     */
    @Override
    public boolean isRedelivered(boolean firstAcquirer, int deliveryCount, Map<Symbol, Object> annotations) {
        if (deliveryCount > 0 || number(annotations, DELIVERY_COUNT) > 0 || number(annotations, ACQUIRED_COUNT) > 0) {
            return true;
        }
        return !countsOnClassicQueues && !firstAcquirer && !annotations.containsKey(DEATHS);
    }

    @Override
    public void addProperties(MessageData.Builder message, Map<Symbol, Object> annotations) {
        if (annotations.get(OFFSET) instanceof Number offset) {
            message.property(STREAM_OFFSET, offset.longValue());
        }
    }

    @Override
    public Map<Symbol, Object> annotations(MessageData message) {
        return message.propertyCount() != 0 && message.property(STREAM_FILTER) instanceof String value
                ? Map.of(FILTER_VALUE, value)
                : Map.of();
    }

    /** Time to live would expire in the queue that delays, which hands the message on when it expires. */
    @Override
    public boolean limitsLifeOfDelayed() {
        return false;
    }

    @Override
    public boolean sendsUserId() {
        return false;
    }

    private static long number(Map<Symbol, Object> annotations, Symbol name) {
        return annotations.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
