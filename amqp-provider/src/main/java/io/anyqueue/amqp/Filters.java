package io.anyqueue.amqp;

import io.anyqueue.spi.MessageSelector;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.protonj2.types.DescribedType;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnknownDescribedType;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.jspecify.annotations.Nullable;

/** The filters of a source: selector and no-local, as registered by Apache, and whether the peer took them. */
final class Filters {
    private static final Symbol SELECTOR = Symbol.valueOf("jms-selector");
    private static final UnsignedLong SELECTOR_CODE = UnsignedLong.valueOf(0x0000468C00000004L);
    private static final String SELECTOR_DESCRIPTOR = "apache.org:selector-filter:string";
    private static final Symbol NO_LOCAL = Symbol.valueOf("no-local");
    private static final UnsignedLong NO_LOCAL_CODE = UnsignedLong.valueOf(0x0000468C00000003L);
    private static final String NO_LOCAL_DESCRIPTOR = "apache.org:no-local-filter:list";

    private Filters() {}

    /** @param selector as the peer is to be told it */
    static void set(Source source, @Nullable String selector, boolean noLocal) {
        Map<Symbol, Object> filters = new LinkedHashMap<>();
        if (selector != null) {
            // Artemis joins the two by AND, as text.
            String text = noLocal ? '(' + selector + ')' : selector;
            filters.put(SELECTOR, new UnknownDescribedType(SELECTOR_CODE, text));
        }
        if (noLocal) {
            filters.put(NO_LOCAL, new UnknownDescribedType(NO_LOCAL_CODE, "NoLocalFilter{}"));
        }
        if (!filters.isEmpty()) {
            source.setFilter(filters);
        }
    }

    /** What was asked for and is not in the peer's answer; null where everything is. */
    static @Nullable String missing(@Nullable MessageSelector selector, boolean noLocal, Source answer) {
        Map<Symbol, Object> filters = answer.getFilter();
        if (selector != null && !has(filters, SELECTOR, SELECTOR_CODE, SELECTOR_DESCRIPTOR)) {
            return "selector";
        }
        return noLocal && !has(filters, NO_LOCAL, NO_LOCAL_CODE, NO_LOCAL_DESCRIPTOR) ? "no-local filter" : null;
    }

    private static boolean has(
            @Nullable Map<Symbol, Object> filters, Symbol key, UnsignedLong code, String descriptor) {
        if (filters == null) {
            return false;
        }
        if (filters.get(key) != null) {
            return true;
        }
        return filters.values().stream()
                .anyMatch(each -> each instanceof DescribedType type
                        && (code.equals(type.getDescriptor())
                                || descriptor.equals(String.valueOf(type.getDescriptor()))));
    }
}
