package io.anyqueue.compliance;

import io.anyqueue.testing.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/**
 * Artemis in this JVM, with AMQP on a free port, a journal and a user. Nobody in particular may do everything too, as the
 * user {@code guest}. Queues are not deleted automatically, since the server's periodic sweep may take one that a test has
 * just made. Used by the thread that runs the suite.
 */
final class EmbeddedArtemis {
    static final ComplianceTarget.Credentials USER = new ComplianceTarget.Credentials("lemon", "squeezer");

    private final Path journal;
    private final int port = Ports.free();
    private final ActiveMQServer server;

    EmbeddedArtemis() throws Exception {
        journal = Files.createTempDirectory("compliance-artemis");
        SecurityConfiguration users = new SecurityConfiguration();
        for (String name : List.of("guest", USER.user())) {
            users.addUser(name, USER.password());
            users.addRole(name, "all");
        }
        users.setDefaultUser("guest");
        server = new ActiveMQServerImpl(
                configuration(), new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        server.start();
    }

    private Configuration configuration() throws Exception {
        Role all = new Role("all", true, true, true, true, true, true, true, true, true, true, false, false);
        return new ConfigurationImpl()
                .setName("compliance-" + port)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setSecurityEnabled(true)
                .putSecurityRoles("#", Set.of(all))
                .setPersistDeliveryCountBeforeDelivery(true)
                // What this process wrote is there after a restart of the broker; nobody pulls a plug.
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(false)
                .setJournalSyncNonTransactional(false)
                .setJournalSyncTransactional(false)
                .setJournalDirectory(journal.resolve("journal").toString())
                .setBindingsDirectory(journal.resolve("bindings").toString())
                .setLargeMessagesDirectory(journal.resolve("large").toString())
                .setPagingDirectory(journal.resolve("paging").toString())
                .addAcceptorConfiguration("amqp", "tcp://localhost:" + port + "?protocols=AMQP;handshake-timeout=300")
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setMaxDeliveryAttempts(-1)
                                .setDeadLetterAddress(SimpleString.of("DLQ"))
                                .setExpiryAddress(SimpleString.of("ExpiryQueue"))
                                .setAutoDeleteQueues(false)
                                .setAutoDeleteAddresses(false));
    }

    String url() {
        return "amqp://localhost:" + port;
    }

    String version() {
        return server.getVersion().getFullVersion();
    }

    void startIfDown() throws Exception {
        if (!server.isStarted()) {
            server.start();
        }
    }

    /** Down, with all connections, until {@link #startIfDown}. */
    void down() throws Exception {
        server.stop();
    }

    /** Ends it and deletes what it has stored. */
    void end() throws Exception {
        server.stop();
        try (Stream<Path> files = Files.walk(journal)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
