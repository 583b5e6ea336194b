package io.anyqueue.jndi;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.AnyQueue;
import io.anyqueue.AnyQueueConnectionFactory;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.ConfigurationException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Names and what they stand for, shared by a context and its subcontexts. Safe for use by any thread. Connection
 * factories are made when first looked up, so that one with a mistake does not spoil the others.
 */
final class Bindings {
    static final String DYNAMIC_QUEUES = "dynamicQueues";
    static final String DYNAMIC_TOPICS = "dynamicTopics";
    /** Customary names; one object serves as all three. */
    private static final List<String> DEFAULT_FACTORIES =
            List.of("ConnectionFactory", "QueueConnectionFactory", "TopicConnectionFactory");

    /** Makes the object that a name stands for. */
    private interface Source {
        Object get() throws NamingException;
    }

    /** A source, and the name of the class of what it makes. */
    private record Bound(String className, Source source) {}

    private final Map<String, Bound> byName;

    private Bindings(Map<String, Bound> byName) {
        this.byName = byName;
    }

    /**
     * Reads the keys that the package comment lists; all others are left alone.
     *
     * @param defaultUrl for the customary names of factories, unless a key binds them
     */
    static Bindings from(Map<String, String> settings, @Nullable String defaultUrl) {
        Map<String, Bound> byName = new TreeMap<>();
        settings.forEach((key, value) -> {
            int dot = key.indexOf('.');
            String name = key.substring(dot + 1);
            switch (dot < 0 || name.isEmpty() ? "" : key.substring(0, dot)) {
                case "connectionFactory", "connectionfactory" -> byName.put(name, factory(name, value.strip()));
                case "queue" -> byName.put(name, queue(key, value.strip()));
                case "topic" -> byName.put(name, topic(key, value.strip()));
                default -> {
                    // The environment holds keys of other owners, which mean nothing here.
                }
            }
        });
        boolean anyFactory = byName.values().stream().anyMatch(bound -> bound.source() instanceof LazyFactory);
        if (defaultUrl != null || !anyFactory) {
            DEFAULT_FACTORIES.forEach(name -> byName.putIfAbsent(name, factory(name, defaultUrl)));
        }
        return new Bindings(Collections.unmodifiableMap(byName));
    }

    Set<String> names() {
        return byName.keySet();
    }

    String className(String name) {
        return bound(name).className();
    }

    /** The object, or null where nothing is bound to the name. */
    @Nullable
    Object find(String name) throws NamingException {
        if (byName.containsKey(name)) {
            return bound(name).source().get();
        }
        if (name.startsWith(DYNAMIC_QUEUES + '/')) {
            return queue(name, name.substring(DYNAMIC_QUEUES.length() + 1))
                    .source()
                    .get();
        }
        if (name.startsWith(DYNAMIC_TOPICS + '/')) {
            return topic(name, name.substring(DYNAMIC_TOPICS.length() + 1))
                    .source()
                    .get();
        }
        return null;
    }

    boolean isSubcontext(String name) {
        return name.equals(DYNAMIC_QUEUES)
                || name.equals(DYNAMIC_TOPICS)
                || byName.keySet().stream().anyMatch(each -> each.startsWith(name + '/'));
    }

    private Bound bound(String name) {
        Bound bound = byName.get(name);
        if (bound == null) {
            throw new IllegalArgumentException("Name \"" + name + "\" is not bound");
        }
        return bound;
    }

    private static Bound factory(String name, @Nullable String url) {
        return new Bound(AnyQueueConnectionFactory.class.getName(), new LazyFactory(name, url));
    }

    private static Bound queue(String key, String physicalName) {
        return new Bound(Queue.class.getName(), () -> Destinations.of(Address.queue(requireName(key, physicalName))));
    }

    private static Bound topic(String key, String physicalName) {
        return new Bound(Topic.class.getName(), () -> Destinations.of(Address.topic(requireName(key, physicalName))));
    }

    private static String requireName(String key, String physicalName) throws NamingException {
        if (physicalName.isEmpty()) {
            throw Failures.badConfiguration(
                    "\"" + key + "\" names no destination; expected its name at the broker", null);
        }
        return physicalName;
    }

    /** A connection factory, made at the first look-up. A failure is not remembered. */
    private static final class LazyFactory implements Source {
        private final String name;
        private final @Nullable String url;
        private final ReentrantLock lock = new ReentrantLock();

        @GuardedBy("lock")
        private @Nullable AnyQueueConnectionFactory factory;

        LazyFactory(String name, @Nullable String url) {
            this.name = name;
            this.url = url;
        }

        @Override
        public Object get() throws NamingException {
            lock.lock();
            try {
                if (factory == null) {
                    factory = create();
                }
                return factory;
            } finally {
                lock.unlock();
            }
        }

        private AnyQueueConnectionFactory create() throws NamingException {
            try {
                return url == null ? AnyQueue.connectionFactory() : AnyQueue.connectionFactory(url);
            } catch (ConfigurationException e) {
                throw Failures.badConfiguration("Connection factory \"" + name + "\": " + e.getMessage(), e);
            }
        }
    }
}
