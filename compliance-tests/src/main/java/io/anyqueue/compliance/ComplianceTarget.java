package io.anyqueue.compliance;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A provider, and perhaps its broker, as the suite sees it. Written by the provider's author, instantiated once for a run
 * of the suite by its constructor without arguments, started before the first test and stopped after the last. Only
 * {@link #name()} and {@link #connectionFactory()} must be written. Methods may be called from any thread.
 */
public interface ComplianceTarget {

    /** A user that the provider accepts. */
    record Credentials(String user, String password) {
        @Override
        public String toString() {
            return user + ":***";
        }
    }

    /** A short name, unique among the targets of a build; it names rows, columns and files of the report. */
    String name();

    /** Brings the broker up. A failure is reported as "not run", and fails the run where the target is required. */
    default void start() throws Exception {}

    /** The factory under test; called after {@link #start()}, as often as the suite likes. */
    ConnectionFactory connectionFactory() throws Exception;

    /**
     * What the provider claims. A claimed feature is tested as present, any other as absent: its use must then be
     * refused promptly with a Jakarta Messaging exception, or, where nothing can be refused, have no effect: priorities
     * arrive but overtake nothing, client identifiers are shared, credentials are ignored.
     */
    default Set<Feature> features() {
        return Feature.specified();
    }

    /** Versions for the report, for instance {@code provider} and {@code broker}; the JDK's is added. */
    default Map<String, String> versions() {
        return Map.of();
    }

    /** Whether a run in which this target cannot start fails. */
    default boolean required() {
        return true;
    }

    /** Makes a queue of this name usable and returns it. Names are unique for each test. */
    default Queue queue(Session session, String name) throws JMSException {
        return session.createQueue(name);
    }

    /** Makes a topic of this name usable and returns it. Names are unique for each test. */
    default Topic topic(Session session, String name) throws JMSException {
        return session.createTopic(name);
    }

    /** A user that is accepted; needed for {@link Feature#AUTHENTICATION}. */
    default Optional<Credentials> credentials() {
        return Optional.empty();
    }

    /** A factory whose connections carry this client identifier by configuration, if the provider has such factories. */
    default Optional<ConnectionFactory> connectionFactory(String clientId) throws Exception {
        return Optional.empty();
    }

    /** The time of the broker, which stamps messages and expires them. */
    default long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    /** Lets the broker's time pass. Waits, unless the target has a clock that can be moved. */
    default void advance(Duration time) throws Exception {
        Thread.sleep(time.toMillis());
    }

    /** Makes every open connection fail for good, as if the peer had vanished. Answers false where that is impossible. */
    default boolean failConnections() throws Exception {
        return false;
    }

    /** Stops the broker and starts it with what its stable storage holds. Answers false where that is impossible. */
    default boolean restart() throws Exception {
        return false;
    }

    /**
     * The resource, beside this class, that lists the excluded tests; absent means none. One line for each:
     * {@code kind | Class.method | reason} with the kind {@code always-fails}, {@code unstable} or {@code hangs}. Lines
     * that begin with {@code #} are comments. A test excluded as {@code always-fails} that passes fails the run.
     */
    default String exclusions() {
        return getClass().getSimpleName() + ".exclusions";
    }

    /**
     * How many tests may fail, without being excluded, before the run does. More than none suits an implementation that
     * checks the suite and is not itself being checked: what it does once in many runs is shown in the report and stops nobody, and
     * an error of the suite still shows, in many tests at once.
     */
    default int unexplainedFailures() {
        return 0;
    }

    /** Takes the broker down, after the last test. */
    default void stop() throws Exception {}

    /** Every specified feature but those given. */
    static Set<Feature> allBut(Feature... absent) {
        EnumSet<Feature> features = EnumSet.copyOf(Feature.specified());
        for (Feature feature : absent) {
            features.remove(feature);
        }
        return features;
    }
}
