package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.AnyQueue;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.Settings;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is logged where options of TLS are set for a URL that does not encrypt. */
final class UnusedTlsOptionsTest extends OnArtemis {
    private static final BrokerUrl.Host FIRST = new BrokerUrl.Host("a.example", 5672);
    private static final BrokerUrl.Host SECOND = new BrokerUrl.Host("b.example", 5672);
    private static final Settings TRUSTING = Settings.defaults()
            .with(AmqpOptions.TRUST_STORE, "trusted.p12", Settings.URL)
            .with(AmqpOptions.TRUST_STORE_PASSWORD, "changeit", "system property x");

    private static String warning(String scheme, BrokerUrl.Host host, boolean recovery, Settings settings) {
        BrokerUrl url = new BrokerUrl(scheme, null, null, List.of(FIRST, SECOND), null, Map.of());
        return UnusedTlsOptions.warning(new ConnectRequest(url, host, null, null, settings, recovery, "connection-7"));
    }

    @ParameterizedTest
    @CsvSource({"amqp,amqps: encrypts", "amqp+ws,amqp+wss: encrypts"})
    void theOptionsAreNamedAndWhatEncrypts(String scheme, String remedy) {
        assertThat(warning(scheme, FIRST, false, TRUSTING))
                .contains("connection-7")
                .contains("a.example:5672 is not encrypted")
                .contains("trustStore (URL), trustStorePassword (system property x)")
                .contains(remedy)
                .doesNotContain("changeit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqps", "amqp+wss"})
    void whereTheyHaveAnEffectNothingIsSaid(String scheme) {
        assertThat(warning(scheme, FIRST, false, TRUSTING)).isNull();
    }

    @Test
    void neitherOtherOptionsNorOtherHostsNorRecoveryAreWorthAWord() {
        Settings others = Settings.defaults().with(AmqpOptions.VHOST, "v", Settings.URL);
        assertThat(warning("amqp", FIRST, false, others)).isNull();
        assertThat(warning("amqp", SECOND, false, TRUSTING)).isNull();
        assertThat(warning("amqp", FIRST, true, TRUSTING)).isNull();
    }

    @Test
    void eachConnectionIsWarnedOfOnceAndWorks() throws Exception {
        // By its name, for tests of other classes log at the same time.
        String peer = "localhost:" + broker().port() + " is not encrypted";
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int each) {
                        logged.write(each);
                        before.write(each);
                    }
                },
                true,
                StandardCharsets.UTF_8));
        try {
            ConnectionFactory factory =
                    AnyQueue.connectionFactory(broker().url() + "/?verifyHost=true&keyStore=no.p12");
            for (int i = 0; i < 2; i++) {
                try (Connection connection = factory.createConnection()) {
                    assertThat(connection.createSession()).isNotNull();
                }
            }
        } finally {
            System.setErr(before);
        }
        assertThat(logged.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(peer)))
                .hasSize(2)
                .allMatch(line -> line.contains("keyStore (URL), verifyHost (URL)"));
    }
}
