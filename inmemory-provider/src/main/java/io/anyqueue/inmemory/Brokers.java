package io.anyqueue.inmemory;

import io.anyqueue.spi.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The brokers of this JVM by name: the only static state there is. Safe for use by any thread. */
final class Brokers {
    private static final Map<String, InMemoryBroker> BY_NAME = new ConcurrentHashMap<>();
    private static final AtomicLong ANONYMOUS = new AtomicLong();
    private static final String UNRESERVED = "-._~";

    private Brokers() {}

    static @Nullable InMemoryBroker find(String name) {
        return BY_NAME.get(name);
    }

    /** The broker of that name; {@code rules} shape the one that is made where there is none. */
    static InMemoryBroker getOrCreate(String name, BrokerRules rules) {
        return BY_NAME.computeIfAbsent(name, any -> start(name, rules, new Accounts(Map.of()), TimeSource.system()));
    }

    static InMemoryBroker create(@Nullable String name, BrokerRules rules, Accounts accounts, TimeSource clock) {
        String actual = name == null ? "anonymous-" + ANONYMOUS.incrementAndGet() : name;
        InMemoryBroker created = start(actual, rules, accounts, clock);
        if (BY_NAME.putIfAbsent(actual, created) != null) {
            throw new IllegalStateException("Making in-memory broker \"" + actual
                    + "\": there is one of that name; close it first, or use another name");
        }
        return created;
    }

    static String urlOf(String name) {
        StringBuilder url = new StringBuilder("inmemory:");
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
            if (plain) {
                url.append(c);
            } else {
                url.append(String.format("%%%02X", (int) c));
            }
        }
        return url.toString();
    }

    private static InMemoryBroker start(String name, BrokerRules rules, Accounts accounts, TimeSource clock) {
        Broker broker = new Broker(name, rules, accounts, clock);
        return InMemoryBroker.start(
                broker, () -> BY_NAME.computeIfPresent(name, (any, found) -> found.broker() == broker ? null : found));
    }
}
