package io.anyqueue.amqp;

import io.anyqueue.testing.Ports;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;

/** An Artemis broker in this JVM with AMQP on a free port. One thread starts and stops it. */
final class ArtemisBroker implements AutoCloseable {
    private final int port;
    private final ActiveMQServer server;

    private ArtemisBroker(int port, ActiveMQServer server) {
        this.port = port;
        this.server = server;
    }

    static ArtemisBroker start() {
        return start(Ports.free(), "", null, Map.of());
    }

    /** With an acceptor option more. */
    static ArtemisBroker startWith(String acceptorOption) {
        return start(Ports.free(), ';' + acceptorOption, null, Map.of());
    }

    /** With accounts: only these users may log in. */
    static ArtemisBroker startWithAccounts(Map<String, String> passwords) {
        return start(Ports.free(), "", null, passwords);
    }

    static ArtemisBroker start(int port, String acceptorOptions, Path journal, Map<String, String> passwords) {
        try {
            Configuration configuration = new ConfigurationImpl()
                    .setName("test-" + port)
                    .setPersistenceEnabled(journal != null)
                    .setJMXManagementEnabled(false)
                    .setMessageCounterEnabled(false)
                    .setSecurityEnabled(!passwords.isEmpty());
            if (journal != null) {
                configuration
                        .setJournalDirectory(journal.resolve("journal").toString())
                        .setBindingsDirectory(journal.resolve("bindings").toString())
                        .setLargeMessagesDirectory(journal.resolve("large").toString())
                        .setPagingDirectory(journal.resolve("paging").toString());
            }
            configuration.addAcceptorConfiguration(
                    "amqp", "tcp://localhost:" + port + "?protocols=AMQP,CORE;handshake-timeout=300" + acceptorOptions);
            configuration.addAddressSetting(
                    "#",
                    new AddressSettings()
                            .setAutoCreateQueues(true)
                            .setAutoCreateAddresses(true)
                            .setAutoDeleteQueues(false)
                            .setAutoDeleteAddresses(false)
                            .setDeadLetterAddress(SimpleString.of("DLQ"))
                            .setExpiryAddress(SimpleString.of("ExpiryQueue")));
            if (!passwords.isEmpty()) {
                Role all = new Role("all", true, true, true, true, true, true, true, true, true, true, false, false);
                configuration.putSecurityRoles("#", Set.of(all));
            }
            ActiveMQServer server = new ActiveMQServerImpl(configuration, null, new Accounts(passwords));
            server.start();
            if (!server.waitForActivation(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The broker is not active");
            }
            return new ArtemisBroker(port, server);
        } catch (Exception e) {
            throw new IllegalStateException("The broker did not start", e);
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "amqp://localhost:" + port;
    }

    ActiveMQServer server() {
        return server;
    }

    void createQueue(String name) {
        try {
            server.createQueue(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST));
        } catch (Exception e) {
            throw new IllegalStateException("The queue was not created", e);
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The broker did not stop", e);
        }
    }

    /** Users with their passwords, each allowed everything but what begins with {@code forbidden}, and, say, to consume {@code no-consume}. */
    private record Accounts(Map<String, String> passwords) implements ActiveMQSecurityManager5 {
        @Override
        public Subject authenticate(
                String user, String password, RemotingConnection connection, String securityDomain) {
            boolean known =
                    passwords.isEmpty() || (user != null && password != null && password.equals(passwords.get(user)));
            if (!known) {
                return null;
            }
            String name = user == null ? "guest" : user;
            return new Subject(true, Set.of(new UserPrincipal(name)), Set.of(), Set.of());
        }

        @Override
        public boolean authorize(Subject subject, Set<Role> roles, CheckType checkType, String address) {
            String refused = "no-" + checkType.name().toLowerCase(Locale.ROOT);
            return !address.startsWith("forbidden")
                    && !address.replaceAll("::.*", "").equals(refused);
        }

        @Override
        public boolean validateUser(String user, String password) {
            return passwords.isEmpty() || (password != null && password.equals(passwords.get(user)));
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
            return validateUser(user, password);
        }
    }
}
