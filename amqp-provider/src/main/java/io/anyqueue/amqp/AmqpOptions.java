package io.anyqueue.amqp;

import io.anyqueue.spi.Option;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The options of {@code amqp:}, {@code amqps:}, {@code amqp+ws:} and {@code amqp+wss:} URLs. */
public final class AmqpOptions {
    public static final Option<Duration> IDLE_TIMEOUT = Option.duration(
            "idleTimeout",
            Duration.ofSeconds(60),
            Duration.ZERO,
            Duration.ofHours(1),
            "silence of the broker after which the connection counts as lost; 0 waits for ever");
    public static final Option<Long> MAX_FRAME_SIZE =
            Option.bytes("maxFrameSize", 1L << 20, 512, 1L << 30, "largest frame that the broker may send");
    public static final Option<Integer> CHANNEL_MAX = Option.integer(
            "channelMax",
            65_535,
            1,
            65_535,
            "highest channel number; one channel is the library's own, so as many sessions at once");
    public static final Option<String> VHOST =
            Option.text("vhost", "virtual host; without it the path of the URL, else the host name");
    public static final Option<String> CONTAINER_ID =
            Option.text("containerId", "container id of connections without client identifier; random by default");
    public static final Option<DialectName> DIALECT =
            Option.choice("dialect", DialectName.AUTO, "how JMS is mapped to the broker's nodes");
    public static final Option<List<String>> SASL_MECHANISMS = Option.list(
            "saslMechanisms",
            "SASL mechanisms that may be used, in any case; empty allows all that are safe, EXTERNAL first");
    public static final Option<Boolean> SASL_PLAIN_OVER_PLAINTEXT = Option.flag(
            "saslPlainOverPlaintext",
            false,
            "whether a password may be sent readable over an unencrypted connection to another host");
    public static final Option<String> TRUST_STORE = Option.text("trustStore", "file with trusted certificates");
    public static final Option<String> TRUST_STORE_PASSWORD =
            Option.secret("trustStorePassword", "password of the trust store");
    public static final Option<String> TRUST_STORE_TYPE =
            Option.text("trustStoreType", "PKCS12 or JKS, or PEM for a file of certificates; PKCS12 by default");
    public static final Option<String> KEY_STORE = Option.text(
            "keyStore", "file with the client's key and certificate, which log it in where the broker offers EXTERNAL");
    public static final Option<String> KEY_STORE_PASSWORD =
            Option.secret("keyStorePassword", "password of the key store");
    public static final Option<String> KEY_STORE_TYPE = Option.text(
            "keyStoreType", "PKCS12 or JKS, or PEM for a file with key and certificates; PKCS12 by default");
    public static final Option<String> KEY_ALIAS = Option.text("keyAlias", "which key of the key store to use");
    public static final Option<Boolean> VERIFY_HOST =
            Option.flag("verifyHost", true, "whether the broker's certificate must name the host of the URL");
    public static final Option<List<String>> TLS_PROTOCOLS =
            Option.list("tlsProtocols", "TLS versions that may be used, as TLSv1.3; empty leaves it to the JVM");
    public static final Option<List<String>> TLS_CIPHERS =
            Option.list("tlsCiphers", "cipher suites that may be used; empty leaves it to the JVM");

    public static final Option<PresettledSends> PRESETTLED_SENDS = Option.choice(
            "presettledSends",
            PresettledSends.NONE,
            "messages, outside transactions, that are sent without an answer of the broker: faster, at most once");
    public static final Option<Boolean> PRESETTLED_RECEIVES = Option.flag(
            "presettledReceives",
            false,
            "whether the broker forgets messages as it delivers them: what this client holds is lost with it");
    public static final Option<List<String>> PRESETTLED_DESTINATIONS =
            Option.list("presettledDestinations", "destinations that the two apply to, by name; empty means all");

    private static final List<Option<?>> OWN = List.of(
            IDLE_TIMEOUT,
            MAX_FRAME_SIZE,
            CHANNEL_MAX,
            VHOST,
            CONTAINER_ID,
            DIALECT,
            SASL_MECHANISMS,
            SASL_PLAIN_OVER_PLAINTEXT,
            TRUST_STORE,
            TRUST_STORE_PASSWORD,
            TRUST_STORE_TYPE,
            KEY_STORE,
            KEY_STORE_PASSWORD,
            KEY_STORE_TYPE,
            KEY_ALIAS,
            VERIFY_HOST,
            TLS_PROTOCOLS,
            TLS_CIPHERS,
            PRESETTLED_SENDS,
            PRESETTLED_RECEIVES,
            PRESETTLED_DESTINATIONS);

    private static final List<Option<?>> ALL =
            Stream.concat(OWN.stream(), RabbitOptions.all().stream()).toList();

    private AmqpOptions() {}

    /** All of them and those of {@link RabbitOptions}, in the order of the documentation. */
    public static List<Option<?>> all() {
        return ALL;
    }
}
