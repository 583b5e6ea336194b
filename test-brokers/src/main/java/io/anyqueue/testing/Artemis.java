package io.anyqueue.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.jspecify.annotations.Nullable;

/**
 * Artemis in this JVM, with AMQP and its own protocol on a port that it keeps over restarts. It makes queues when they are first
 * named, and deletes none: its periodic sweep might take one that a test has just made. One thread starts and stops it.
 */
public final class Artemis implements AutoCloseable {
    private static final long START_MINUTES = 5;

    private final int port;
    private final ActiveMQServer server;
    private final @Nullable Path temporary;

    private Artemis(int port, ActiveMQServer server, @Nullable Path temporary) {
        this.port = port;
        this.server = server;
        this.temporary = temporary;
    }

    /** One on a free port, without accounts, that keeps nothing on disk. */
    public static Artemis start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    public int port() {
        return port;
    }

    public String url() {
        return "amqp://localhost:" + port;
    }

    public String version() {
        return server.getVersion().getFullVersion();
    }

    public ActiveMQServer server() {
        return server;
    }

    public void createQueue(String name) {
        try {
            server.createQueue(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST));
        } catch (Exception e) {
            throw new IllegalStateException("The queue " + name + " was not created", e);
        }
    }

    /** How many messages the queue holds, delivered or not. Artemis counts one a moment after it has answered. */
    public long messagesIn(String queue) {
        return server.locateQueue(queue).getMessageCount();
    }

    /** Down, with all connections and with what it has not written to a journal, until {@link #startAgain}. */
    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Artemis did not stop", e);
        }
    }

    /** Starts it where it is down, with what is in its journal. */
    public void startAgain() {
        try {
            server.start();
            if (!server.waitForActivation(START_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("Artemis is not active after " + START_MINUTES + " minutes");
            }
        } catch (Exception e) {
            throw new IllegalStateException("Artemis did not start", e);
        }
    }

    /** Ends it, and deletes a journal in a temporary folder. */
    @Override
    public void close() {
        stop();
        if (temporary != null && Files.exists(temporary)) {
            try (Stream<Path> files = Files.walk(temporary)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            } catch (IOException e) {
                throw new IllegalStateException("The journal was not deleted", e);
            }
        }
    }

    /** What an Artemis is to be like. For use by one thread. */
    public static final class Builder {
        private int port;
        private String acceptorOptions = "";
        private @Nullable Path journal;
        private @Nullable Path temporary;
        private Map<String, String> accounts = Map.of();
        private boolean guests;
        private Consumer<Configuration> more = configuration -> {};

        private Builder() {}

        /** A free one where none is given. */
        public Builder port(int chosen) {
            port = chosen;
            return this;
        }

        /** Options of its acceptor more, as its URL has them: {@code saslMechanisms=PLAIN;amqpIdleTimeout=600}. */
        public Builder acceptorOptions(String options) {
            acceptorOptions = ';' + options;
            return this;
        }

        /** The folder of its journal, which outlives it. */
        public Builder journal(Path folder) {
            journal = folder;
            return this;
        }

        /** A journal in a folder of its own, which goes with it. */
        public Builder temporaryJournal() throws IOException {
            temporary = Files.createTempDirectory("artemis");
            return journal(temporary);
        }

        /**
         * Users with their passwords: only these may log in. They may do everything, but at addresses that begin with {@code
         * forbidden} nothing and, say, at {@code no-consume} not consume.
         */
        public Builder accounts(Map<String, String> passwords) {
            accounts = Map.copyOf(passwords);
            return this;
        }

        /** Who names no user may do what those with an account may. */
        public Builder guests() {
            guests = true;
            return this;
        }

        /** Changes the configuration after everything else. */
        public Builder configured(Consumer<Configuration> change) {
            more = change;
            return this;
        }

        public Artemis start() {
            if (port == 0) {
                port = Ports.free();
            }
            try {
                ActiveMQServer server =
                        new ActiveMQServerImpl(configuration(), null, new ArtemisAccounts(accounts, guests));
                Artemis artemis = new Artemis(port, server, temporary);
                artemis.startAgain();
                return artemis;
            } catch (Exception e) {
                throw new IllegalStateException("Artemis did not start", e);
            }
        }

        private Configuration configuration() throws Exception {
            Configuration configuration = new ConfigurationImpl()
                    .setName("test-" + port)
                    .setPersistenceEnabled(journal != null)
                    .setJMXManagementEnabled(false)
                    .setMessageCounterEnabled(false)
                    .setSecurityEnabled(!accounts.isEmpty())
                    // A machine that is busy for two seconds would be sent away in the handshake.
                    .addAcceptorConfiguration(
                            "amqp",
                            "tcp://localhost:" + port + "?protocols=AMQP,CORE;handshake-timeout=300" + acceptorOptions)
                    .addAddressSetting(
                            "#",
                            new AddressSettings()
                                    .setAutoCreateQueues(true)
                                    .setAutoCreateAddresses(true)
                                    .setAutoDeleteQueues(false)
                                    .setAutoDeleteAddresses(false)
                                    .setDeadLetterAddress(SimpleString.of("DLQ"))
                                    .setExpiryAddress(SimpleString.of("ExpiryQueue")));
            if (journal != null) {
                keepIn(journal, configuration);
            }
            if (!accounts.isEmpty()) {
                Role all = new Role("all", true, true, true, true, true, true, true, true, true, true, false, false);
                configuration.putSecurityRoles("#", Set.of(all));
            }
            more.accept(configuration);
            return configuration;
        }

        /** What this process wrote is there after a restart of the broker, synchronised or not; nobody pulls a plug. */
        private static void keepIn(Path folder, Configuration configuration) {
            configuration
                    .setJournalType(JournalType.NIO)
                    .setJournalDatasync(false)
                    .setJournalSyncNonTransactional(false)
                    .setJournalSyncTransactional(false)
                    .setJournalDirectory(folder.resolve("journal").toString())
                    .setBindingsDirectory(folder.resolve("bindings").toString())
                    .setLargeMessagesDirectory(folder.resolve("large").toString())
                    .setPagingDirectory(folder.resolve("paging").toString());
        }
    }
}
