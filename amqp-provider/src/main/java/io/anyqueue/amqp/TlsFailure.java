package io.anyqueue.amqp;

import io.anyqueue.spi.Option;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what a failure of TLS means, and which option is to be looked at, in words that complete a sentence. Immutable.
 *
 * <p>What has a type is told by its type. An alert of the peer has none: the JVM gives it as text, behind {@link #ALERT} and under
 * its name in RFC 8446, section 6, and {@link #alert} is the one place that reads it.
 *
 * @param reason what the failure says of itself, at a sensible length
 */
record TlsFailure(Endpoint endpoint, Throwable cause, String reason) {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFailure.class);
    private static final String ALERT = "Received fatal alert: ";

    private static final Set<String> OF_THE_CLIENTS_CERTIFICATE = Set.of(
            "certificate_required",
            "no_certificate",
            "bad_certificate",
            "unsupported_certificate",
            "certificate_revoked",
            "certificate_expired",
            "certificate_unknown",
            "unknown_ca",
            "access_denied");
    /** Causes that are looked through. */
    private static final int DEEPEST = 20;

    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;
    private static final int MOST_NAMES = 10;

    /** What went wrong where {@code cause} is about TLS; else null. */
    @Nullable
    String explained() {
        ServerTrust.Refused refused = refused();
        if (find(CertPathBuilderException.class) != null) {
            return "the peer's certificate" + subject(refused) + " is not trusted; name a file with its issuer's"
                    + " certificate by the option trustStore, " + trusted() + ": " + reason;
        }
        if (refused != null) {
            return refused.isForItsHost() ? wrongHost(refused.certificate()) : invalid(refused);
        }
        if (find(NotSslRecordException.class) != null) {
            return "the peer does not answer in TLS; use the broker's port for TLS, or "
                    + (endpoint.webSocket() ? "amqp+ws:" : "amqp:") + " for this one";
        }
        SSLException failure = find(SSLException.class);
        return failure == null ? null : ofHandshake(failure);
    }

    private String wrongHost(X509Certificate certificate) {
        return "the peer's certificate is for " + names(certificate) + " and not for " + endpoint.host()
                + "; name the broker as its certificate does, or set verifyHost=false where it is known to be the right"
                + " one: " + reason;
    }

    private String invalid(ServerTrust.Refused refused) {
        return "the peer's certificate" + subject(refused) + " is not valid; it may have to be renewed at the broker,"
                + " else look at the option trustStore, " + trusted() + ": " + reason;
    }

    private String ofHandshake(SSLException failure) {
        String alert = alert(failure);
        if (OF_THE_CLIENTS_CERTIFICATE.contains(alert)) {
            return hasKey()
                    ? "the peer does not accept the client's certificate; look whether " + takesClient() + ": " + reason
                    : "the peer demands a certificate of the client; name a file with it and its key by the option"
                            + " keyStore: " + reason;
        }
        return switch (alert) {
            case "" ->
                "the TLS handshake failed; look whether the port is the broker's for TLS, and whether " + isInCommon()
                        + ": " + reason;
            // Before TLS 1.3 some servers also answer like this where a certificate is missing.
            case "handshake_failure" ->
                "the TLS handshake failed; look whether " + isInCommon() + ", and whether " + takesClient() + ": "
                        + reason;
            case "unrecognized_name" ->
                "the peer knows no host that is named " + endpoint.host() + "; name it as its certificate does: "
                        + reason;
            default -> "the TLS handshake failed; look whether " + isInCommon() + ": " + reason;
        };
    }

    private static String alert(SSLException failure) {
        String text = String.valueOf(failure.getMessage());
        int at = text.indexOf(ALERT);
        return at < 0 ? "" : text.substring(at + ALERT.length());
    }

    /** What it means that the peer closed the connection before TLS, and where that is asked for WebSocket, was agreed on. */
    String closedInHandshake() {
        return "the peer closed the connection during the TLS" + (endpoint.webSocket() ? " or WebSocket" : "")
                + " handshake; look whether the port is the broker's for TLS, whether " + isInCommon()
                + ", and whether " + takesClient() + said();
    }

    /** What it means that the peer closed the connection, encrypted or not, before it said anything that may be AMQP. */
    String closedInSilence() {
        String use = endpoint.webSocket() ? "AMQP over WebSocket" : "AMQP";
        if (endpoint.tls()) {
            return "the peer closed the connection after the TLS handshake, and nothing was said; look whether "
                    + takesClient() + ", and whether the port is one for " + use + said();
        }
        return "the peer closed the connection, and nothing was said; the port may expect TLS (" + encrypted(endpoint)
                + "), or be none for " + use + said();
    }

    /** What to look at where a peer is silent before TLS, or on a connection without it. */
    static String adviceOnSilence(Endpoint endpoint) {
        return endpoint.tls()
                ? "; TLS" + (endpoint.webSocket() ? " or WebSocket" : "")
                        + " was not agreed on: look whether the port is the broker's for TLS"
                : "; nothing was said: the port may expect TLS (" + encrypted(endpoint) + ')';
    }

    private static String encrypted(Endpoint endpoint) {
        return endpoint.webSocket() ? "amqp+wss:" : "amqps:";
    }

    private String said() {
        return cause.getMessage() == null ? "" : ": " + reason;
    }

    private String isInCommon() {
        return "the peer takes one of the TLS versions (tlsProtocols, " + now(AmqpOptions.TLS_PROTOCOLS)
                + ") and of the cipher suites (tlsCiphers, " + now(AmqpOptions.TLS_CIPHERS) + ") of this client";
    }

    private String takesClient() {
        return hasKey()
                ? "it trusts the issuer of the client's certificate (keyStore, now "
                        + endpoint.settings().find(AmqpOptions.KEY_STORE) + "; keyAlias)"
                : "it demands a certificate of the client (keyStore, now none)";
    }

    private boolean hasKey() {
        return endpoint.settings().find(AmqpOptions.KEY_STORE) != null;
    }

    private String now(Option<List<String>> option) {
        List<String> names = endpoint.settings().get(option);
        return "now " + (names.isEmpty() ? "those of the JVM" : String.join(", ", names));
    }

    private String trusted() {
        String file = endpoint.settings().find(AmqpOptions.TRUST_STORE);
        return "now " + (file == null ? "what the JVM trusts" : file);
    }

    private static String subject(ServerTrust.@Nullable Refused refused) {
        if (refused == null) {
            return "";
        }
        X509Certificate certificate = refused.certificate();
        return " (of " + certificate.getSubjectX500Principal() + ", by " + certificate.getIssuerX500Principal() + ')';
    }

    /** Hosts and addresses, or where there are none of these the subject, which older certificates have the host in. */
    private static String names(X509Certificate certificate) {
        List<String> names = List.of();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            names = (all == null ? Stream.<List<?>>empty() : all.stream())
                    .filter(each -> each.get(0).equals(DNS_NAME) || each.get(0).equals(ADDRESS))
                    .map(each -> String.valueOf(each.get(1)))
                    .limit(MOST_NAMES)
                    .toList();
        } catch (CertificateParsingException e) {
            LOG.debug("The peer's certificate has names that cannot be read", e);
        }
        return names.isEmpty() ? certificate.getSubjectX500Principal().toString() : String.join(", ", names);
    }

    private ServerTrust.@Nullable Refused refused() {
        CertificateException refusal = find(CertificateException.class);
        return refusal == null
                ? null
                : Stream.of(refusal.getSuppressed())
                        .filter(ServerTrust.Refused.class::isInstance)
                        .map(ServerTrust.Refused.class::cast)
                        .findFirst()
                        .orElse(null);
    }

    /** The outermost of its class among the failure and what caused it; else null. */
    private <T extends Throwable> @Nullable T find(Class<T> type) {
        Throwable each = cause;
        for (int i = 0; each != null && i < DEEPEST; i++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
            each = each.getCause();
        }
        return null;
    }
}
