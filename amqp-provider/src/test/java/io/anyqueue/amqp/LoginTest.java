package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.Settings;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.security.sasl.SaslException;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.engine.sasl.SaslClientContext;
import org.apache.qpid.protonj2.engine.sasl.SaslOutcome;
import org.apache.qpid.protonj2.engine.sasl.client.SaslAuthenticator;
import org.apache.qpid.protonj2.types.Symbol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mechanism is chosen of those that a peer offers. */
final class LoginTest {
    private static final String NONE = "none";

    private final List<SaslException> failures = new ArrayList<>();
    private String explanation = "";
    private Principal certificate;
    /** What the peer does once it has offered its mechanisms. */
    private BiConsumer<SaslAuthenticator, SaslClientContext> answer = (authenticator, context) -> {};

    /** The mechanism that would be used, or {@link #NONE}. */
    private String chosen(String user, boolean confidential, Settings settings, String... offered) {
        BrokerUrl.Host host = new BrokerUrl.Host("broker.example", 5672);
        BrokerUrl url = new BrokerUrl("amqp", null, null, List.of(host), null, Map.of());
        ConnectRequest request =
                new ConnectRequest(url, host, user, user == null ? null : "secret", settings, false, "test");
        Login login = new Login(request, "host", confidential, certificate);
        String[] sent = {NONE};
        SaslClientContext context = (SaslClientContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SaslClientContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("sendChosenMechanism")) {
                        sent[0] = String.valueOf(arguments[0]);
                    } else if (method.getName().equals("saslFailure")) {
                        failures.add((SaslException) arguments[0]);
                    }
                    return proxy;
                });
        SaslAuthenticator authenticator = login.authenticator(failures::add);
        authenticator.handleSaslMechanisms(
                context, Stream.of(offered).map(Symbol::valueOf).toArray(Symbol[]::new));
        answer.accept(authenticator, context);
        explanation = login.explain(new SaslException("refused"));
        return sent[0];
    }

    private String chosen(String user, boolean confidential, String... offered) {
        return chosen(user, confidential, Settings.defaults(), offered);
    }

    @Test
    void aPasswordIsNotSentReadableToAnotherHost() {
        assertThat(chosen("alice", false, "PLAIN", "ANONYMOUS")).isEqualTo(NONE);
        assertThat(explanation)
                .contains("amqps:")
                .contains("saslPlainOverPlaintext")
                .doesNotContain("secret");
        assertThat(chosen("alice", false, "XOAUTH2")).isEqualTo(NONE);
        assertThat(chosen("alice", true, "PLAIN", "ANONYMOUS")).isEqualTo("PLAIN");
    }

    @Test
    void aPasswordIsSentReadableWhereThatIsAllowed() {
        Settings allowed = Settings.defaults().with(AmqpOptions.SASL_PLAIN_OVER_PLAINTEXT, true, "test");
        assertThat(chosen("alice", false, allowed, "PLAIN")).isEqualTo("PLAIN");
    }

    @Test
    void theStrongestMechanismIsChosenWhateverTheOrder() {
        assertThat(chosen("alice", true, "PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-512", "SCRAM-SHA-256", "ANONYMOUS"))
                .isEqualTo("SCRAM-SHA-512");
        assertThat(chosen("alice", false, "PLAIN", "SCRAM-SHA-1")).isEqualTo("SCRAM-SHA-1");
    }

    @Test
    void whoNamesNobodyIsAnonymousAndWhoNamesAUserNever() {
        assertThat(chosen(null, false, "PLAIN", "ANONYMOUS")).isEqualTo("ANONYMOUS");
        assertThat(chosen("alice", true, "ANONYMOUS")).isEqualTo(NONE);
    }

    @Test
    void onlyTheMechanismsOfTheOptionAreUsed() {
        Settings plain = Settings.defaults().with(AmqpOptions.SASL_MECHANISMS, List.of("PLAIN"), "test");
        assertThat(chosen("alice", true, plain, "SCRAM-SHA-256", "PLAIN")).isEqualTo("PLAIN");
        assertThat(chosen("alice", true, plain, "SCRAM-SHA-256")).isEqualTo(NONE);
    }

    @Test
    void mechanismsAreNamedInAnyCase() {
        Settings plain = Settings.defaults().with(AmqpOptions.SASL_MECHANISMS, List.of("Plain"), "test");
        assertThat(chosen("alice", true, plain, "SCRAM-SHA-256", "PLAIN")).isEqualTo("PLAIN");
    }

    @Test
    void anUnknownMechanismIsRefusedBesideTheKnownOnes() {
        assertThatThrownBy(() -> AnyQueue.connectionFactory("amqp://localhost/?saslMechanisms=EXTERNAL,PLAINN")
                        .createConnection())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("saslMechanisms: \"PLAINN\"")
                .hasMessageContaining("EXTERNAL, SCRAM-SHA-512")
                .hasMessageContaining("PLAIN, ANONYMOUS");
    }

    @Test
    void aServerThatDoesNotProveThatItKnowsThePasswordIsRefused() {
        answer = (authenticator, context) -> authenticator.handleSaslOutcome(context, SaslOutcome.SASL_OK, null);
        assertThat(chosen("alice", false, "SCRAM-SHA-256")).isEqualTo("SCRAM-SHA-256");
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("proof"));
    }

    @Test
    void aSuccessBeforeAnyMechanismIsRefused() {
        answer = (authenticator, context) -> authenticator.handleSaslOutcome(context, SaslOutcome.SASL_OK, null);
        chosen("alice", true, "ANONYMOUS");
        assertThat(failures).last().satisfies(failure -> assertThat(failure).hasMessageContaining("before"));
    }

    @Test
    void mechanismsWithoutProofNeedNone() {
        answer = (authenticator, context) -> authenticator.handleSaslOutcome(context, SaslOutcome.SASL_OK, null);
        chosen("alice", true, "PLAIN");
        chosen(null, true, "ANONYMOUS");
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483647", "+2147483647", "1000001", "-1", "x"})
    void aServerThatWantsThePasswordHashedForAnHourIsRefused(String iterations) {
        byte[] challenge = ("r=nonce,s=c2FsdA==,i=" + iterations).getBytes(StandardCharsets.US_ASCII);
        answer = (authenticator, context) -> authenticator.handleSaslChallenge(
                context, ProtonBufferAllocator.defaultAllocator().copy(challenge));
        chosen("alice", true, "SCRAM-SHA-256");
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("iterations"));
    }

    @Test
    void whyNothingWasSentIsSaid() {
        chosen("alice", true, "ANONYMOUS");
        assertThat(explanation).contains("none of the mechanisms").contains("ANONYMOUS is for those who name no user");
        chosen(null, true, "PLAIN", "SCRAM-SHA-1", "GSSAPI");
        assertThat(explanation)
                .contains("SCRAM-SHA-1, PLAIN need a user and a password")
                .contains("GSSAPI is not supported")
                .contains("saslMechanisms allows all");
    }

    @Test
    void whatExternalNeedsIsSaid() {
        chosen("alice", true, "EXTERNAL");
        assertThat(explanation)
                .contains("EXTERNAL needs amqps: and a certificate of the client, from keyStore")
                .doesNotContain("password");
        Settings key = Settings.defaults().with(AmqpOptions.KEY_STORE, "client.p12", "test");
        chosen(null, false, key, "EXTERNAL");
        assertThat(explanation).contains("EXTERNAL needs amqps:, without which");
        certificate = () -> "CN=worker";
        assertThat(chosen(null, true, key, "EXTERNAL")).isEqualTo("EXTERNAL");
        assertThat(explanation).contains("with the certificate of \"CN=worker\" by EXTERNAL failed");
    }

    @Test
    void aCertificateIsPreferredToUserAndPasswordUnlessTheOptionLeavesItOut() {
        certificate = () -> "CN=worker";
        assertThat(chosen("alice", true, "PLAIN", "SCRAM-SHA-512", "EXTERNAL")).isEqualTo("EXTERNAL");
        Settings plain = Settings.defaults().with(AmqpOptions.SASL_MECHANISMS, List.of("PLAIN"), "test");
        assertThat(chosen("alice", true, plain, "PLAIN", "EXTERNAL")).isEqualTo("PLAIN");
    }

    @Test
    void theMechanismOfALoginThatFailedIsNamed() {
        chosen("alice", true, "SCRAM-SHA-256", "PLAIN");
        assertThat(explanation).contains("logging in as user \"alice\" by SCRAM-SHA-256 failed");
        chosen(null, true, "ANONYMOUS");
        assertThat(explanation).contains("logging in anonymously by ANONYMOUS failed");
    }

    @Test
    void whyATokenIsRefusedIsSaidWithoutTheToken() {
        String reason = "{\"status\":\"invalid_token\",\n\"token\":\"secret\",\"more\":\"" + "x".repeat(1000) + "\"}";
        answer = (authenticator, context) -> authenticator.handleSaslChallenge(
                context, ProtonBufferAllocator.defaultAllocator().copy(reason.getBytes(StandardCharsets.UTF_8)));
        assertThat(chosen("alice", true, "XOAUTH2")).isEqualTo("XOAUTH2");
        assertThat(explanation)
                .contains("by XOAUTH2 failed")
                .contains("{\"status\":\"invalid_token\", \"token\":\"***\"")
                .doesNotContain("secret")
                .hasSizeLessThan(500);
    }
}
