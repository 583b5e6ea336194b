package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.testing.Artemis;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.spi.core.security.jaas.SCRAMPropertiesLoginModule;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins by each mechanism that no other test comes by: on Artemis where it knows them, else on a scripted peer. */
@Timeout(600)
final class SaslTest {
    private static final String SCOPE = "anyqueue-scram";

    @TempDir
    private static Path folder;

    private static Configuration before;

    @BeforeAll
    static void configureLogins() throws Exception {
        Files.writeString(folder.resolve("users.properties"), "alice = secret\n");
        Files.writeString(folder.resolve("roles.properties"), "all = alice\n");
        try {
            before = Configuration.getConfiguration();
        } catch (SecurityException e) {
            // The machine has none, which is usual.
            before = null;
        }
        Configuration.setConfiguration(new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                Map<String, String> options = Map.of(
                        "baseDir", folder.toString(),
                        "org.apache.activemq.jaas.properties.user", "users.properties",
                        "org.apache.activemq.jaas.properties.role", "roles.properties");
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            SCRAMPropertiesLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)
                };
            }
        });
    }

    @AfterAll
    static void restoreLogins() {
        Configuration.setConfiguration(before);
    }

    private static Connection login(String url, String user, String password) throws JMSException {
        Connection connection = AnyQueue.connectionFactory(url).createConnection(user, password);
        assertThat(connection.createSession()).isNotNull();
        return connection;
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512"})
    void aChallengeOfArtemisIsAnswered(String mechanism) throws Exception {
        try (Artemis broker = Artemis.builder()
                .acceptorOptions("saslMechanisms=" + mechanism + ";saslLoginConfigScope=" + SCOPE)
                .start()) {
            login(broker.url(), "alice", "secret").close();
            assertThatThrownBy(() -> login(broker.url(), "alice", "guess"))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("alice")
                    .hasMessageContaining("by " + mechanism)
                    .hasMessageNotContaining("guess");
        }
    }

    @Test
    void aTokenIsSentWhereThePeerTakesTokens() throws Exception {
        try (ProtonTestServer peer = new ProtonTestServer()) {
            peer.expectSaslXOauth2Connect("alice", "token");
            peer.expectOpen().respond();
            peer.expectBegin().respond();
            peer.expectEnd().optional().respond();
            peer.expectClose().respond();
            peer.start();
            String url = "amqp://localhost:" + peer.getServerURI().getPort();
            login(url, "alice", "token").close();
            peer.waitForScriptToComplete();
        }
    }

    @Test
    void whyATokenIsRefusedIsPartOfTheError() throws Exception {
        byte authenticationFailed = 1;
        try (ProtonTestServer peer = new ProtonTestServer()) {
            peer.expectSASLHeader().respondWithSASLHeader();
            peer.remoteSaslMechanisms().withMechanisms("XOAUTH2").queue();
            peer.expectSaslInit().withMechanism("XOAUTH2");
            peer.remoteSaslChallenge()
                    .withChallenge("{\"status\":\"401\",\"scope\":\"queues\"}".getBytes(StandardCharsets.UTF_8))
                    .queue();
            peer.expectSaslResponse();
            peer.remoteSaslOutcome().withCode(authenticationFailed).queue();
            peer.start();
            String url = "amqp://localhost:" + peer.getServerURI().getPort();
            assertThatThrownBy(() -> login(url, "alice", "token"))
                    .isInstanceOf(JMSSecurityException.class)
                    .hasMessageContaining("as user \"alice\" by XOAUTH2 failed")
                    .hasMessageContaining("the peer says: {\"status\":\"401\",\"scope\":\"queues\"}")
                    .hasMessageNotContaining("token");
        }
    }

    @Test
    void aPeerThatFailsTheLoginIsASecurityExceptionAndOneThatIsBusyIsNot() throws Exception {
        byte authenticationFailed = 1;
        byte busy = 4;
        assertThat(refusal(authenticationFailed)).isInstanceOf(JMSSecurityException.class);
        assertThat(refusal(busy)).isInstanceOf(JMSException.class).isNotInstanceOf(JMSSecurityException.class);
    }

    private static Throwable refusal(byte outcome) throws Exception {
        try (ProtonTestServer peer = new ProtonTestServer()) {
            peer.expectFailingSASLPlainConnect(outcome);
            peer.start();
            String url = "amqp://localhost:" + peer.getServerURI().getPort();
            return org.assertj.core.api.Assertions.catchThrowable(() -> login(url, "alice", "secret"));
        }
    }
}
