package io.anyqueue.amqp;

import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.types.DescribedType;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnknownDescribedType;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.jspecify.annotations.Nullable;

/**
 * The filters of receivers on RabbitMQ, and how to tell that it applies a selector. It echoes filters that it ignores, and attaches
 * without those that it does not know, so both the capability on the link and the echo are needed; filters of streams only
 * save transfers, for the client applies the selector again. Stateless.
 */
final class RabbitFilters {
    private static final Symbol OFFSET = Symbol.valueOf("rabbitmq:stream-offset-spec");
    private static final Symbol CHUNKS_WITH = Symbol.valueOf("rabbitmq:stream-filter");
    private static final Symbol CHUNKS_WITHOUT_VALUE = Symbol.valueOf("rabbitmq:stream-match-unfiltered");
    private static final Symbol SQL = Symbol.valueOf("sql-filter");
    private static final Symbol SQL_DESCRIPTOR = Symbol.valueOf("amqp:sql-filter");
    private static final Symbol SELECTORS_OFFERED = Symbol.valueOf("APACHE.ORG:SELECTOR");

    /** For queues that select by the selector itself, as those of a commercial edition do. */
    static final FilterCheck SELECTOR = RabbitFilters::unlessSelecting;

    private RabbitFilters() {}

    static void setOffset(Source source, Object offset) {
        add(source, OFFSET, new UnknownDescribedType(OFFSET, offset));
    }

    static void setExpression(Source source, String expression) {
        add(source, SQL, new UnknownDescribedType(SQL_DESCRIPTOR, expression));
    }

    /** Skips the chunks of a stream in which all messages have a filter value, and none has one of these. */
    static void setValues(Source source, List<String> values) {
        add(source, CHUNKS_WITH, new UnknownDescribedType(CHUNKS_WITH, values));
        add(source, CHUNKS_WITHOUT_VALUE, new UnknownDescribedType(CHUNKS_WITHOUT_VALUE, true));
    }

    static void setSelector(Source source, MessageSelector selector) {
        Filters.set(source, selector.text(), false);
    }

    private static void add(Source source, Symbol name, DescribedType filter) {
        Map<Symbol, Object> present = source.getFilter();
        Map<Symbol, Object> all = present == null ? new LinkedHashMap<>() : new LinkedHashMap<>(present);
        all.put(name, filter);
        source.setFilter(all);
    }

    private static @Nullable JMSException unlessSelecting(ReceiverSpec spec, Receiver link, String peer) {
        Source answer = link.getRemoteSource();
        boolean offered = answer != null
                && (has(link.getRemoteOfferedCapabilities(), SELECTORS_OFFERED)
                        || has(answer.getCapabilities(), SELECTORS_OFFERED));
        return offered && Filters.missing(spec.selector(), false, answer) == null ? null : noSelectors(spec, peer);
    }

    private static boolean has(Symbol @Nullable [] capabilities, Symbol wanted) {
        return capabilities != null && Arrays.asList(capabilities).contains(wanted);
    }

    private static JMSException noSelectors(ReceiverSpec spec, String peer) {
        return new JMSException(
                "Cannot open a receiver on " + spec.address() + " with a selector: " + peer
                        + " lacks queue-selectors on this queue; consume without selector, or from a topic subscription,"
                        + " where selectors are applied by the client",
                "RABBITMQ-QUEUE-SELECTORS");
    }
}
