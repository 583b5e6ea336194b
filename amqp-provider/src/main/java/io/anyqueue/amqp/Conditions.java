package io.anyqueue.amqp;

import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.TransactionRolledBackException;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/** The one table from AMQP error conditions to exceptions. The error code of each is {@code AMQP-} and its condition. */
final class Conditions {
    private static final Symbol INVALID_FIELD = Symbol.valueOf("invalid-field");
    private static final Symbol NETWORK_HOST = Symbol.valueOf("network-host");
    private static final Symbol PORT = Symbol.valueOf("port");
    private static final Pattern BROKER_J_DENIES = Pattern.compile("Permission \\w+.* is denied");
    private static final String CONTAINER_ID = "container-id";

    private static final Map<String, BiFunction<String, String, JMSException>> TABLE = Map.of(
            "amqp:not-found", InvalidDestinationException::new,
            "amqp:resource-deleted", InvalidDestinationException::new,
            "amqp:unauthorized-access", JMSSecurityException::new,
            "amqp:resource-limit-exceeded", ResourceAllocationException::new,
            "amqp:link:message-size-exceeded", ResourceAllocationException::new,
            "amqp:resource-locked", IllegalStateException::new,
            "amqp:link:stolen", IllegalStateException::new,
            "amqp:transaction:rollback", TransactionRolledBackException::new,
            "amqp:transaction:unknown-id", TransactionRolledBackException::new,
            "amqp:transaction:timeout", TransactionRolledBackException::new);

    private static final Set<String> REFUSALS = Set.of(
            "amqp:not-found",
            "amqp:not-allowed",
            "amqp:not-implemented",
            "amqp:invalid-field",
            "amqp:unauthorized-access",
            "amqp:precondition-failed",
            "amqp:resource-locked",
            "amqp:resource-deleted",
            "amqp:resource-limit-exceeded",
            "amqp:illegal-state");

    private Conditions() {}

    /** The peer refused {@code operation}. */
    static JMSException refused(String operation, String peer, @Nullable ErrorCondition condition) {
        String name = name(condition);
        String text = "Cannot " + operation + ": " + peer + " refused it" + describe(condition);
        if (isContainerIdInvalid(condition)) {
            return new InvalidClientIDException(
                    text + "; another connection holds the client identifier", "AMQP-" + name);
        }
        return isForbidden(condition)
                ? new JMSSecurityException(text, "AMQP-" + name)
                : TABLE.getOrDefault(name, JMSException::new).apply(text, "AMQP-" + name);
    }

    /** The peer refused to open a connection. That it does not find something is said of the virtual host, not of a destination. */
    static JMSException openingRefused(String peer, @Nullable String vhost, @Nullable ErrorCondition condition) {
        String operation =
                vhost == null ? "open the connection" : "open the connection to virtual host \"" + vhost + '"';
        JMSException refusal = refused(operation, peer, condition);
        return refusal instanceof InvalidDestinationException
                ? new JMSException(refusal.getMessage(), refusal.getErrorCode())
                : refusal;
    }

    /** True where a permission is missing, for which not all peers use the condition that there is. */
    static boolean isForbidden(@Nullable ErrorCondition condition) {
        String description = condition == null ? null : condition.getDescription();
        return switch (name(condition)) {
            case "amqp:unauthorized-access" -> true;
            // Artemis, where it would have to create an address.
            case "amqp:internal-error" -> description != null && description.contains("AMQ229032");
            // Qpid Broker-J.
            case "amqp:not-allowed" ->
                description != null && BROKER_J_DENIES.matcher(description).find();
            default -> false;
        };
    }

    /** Like {@link #refused}, for an answer that must name a destination where it names nothing. */
    static JMSException refusedDestination(String operation, String peer, @Nullable ErrorCondition condition) {
        return condition == null
                ? new InvalidDestinationException(
                        "Cannot " + operation + ": " + peer + " refused it and gave no reason", "AMQP-refused")
                : refused(operation, peer, condition);
    }

    /** The peer ended something on its own account. */
    static ConnectionLostException lost(String what, String peer, @Nullable ErrorCondition condition) {
        return new ConnectionLostException(peer + " ended " + what + describe(condition), null);
    }

    /** The condition and description, as a clause; empty where there is none. */
    static String describe(@Nullable ErrorCondition condition) {
        if (condition == null || condition.getCondition() == null) {
            return "";
        }
        String description = condition.getDescription();
        String elsewhere = elsewhere(condition);
        return " (" + condition.getCondition() + (description == null ? "" : ": " + description) + ')'
                + (elsewhere == null ? "" : "; connect to " + elsewhere + " instead");
    }

    /** Host and port that a peer redirects to; null where it does not. */
    private static @Nullable String elsewhere(ErrorCondition condition) {
        Map<Symbol, Object> info = condition.getInfo();
        Object host = info == null ? null : info.get(NETWORK_HOST);
        if (host == null) {
            return null;
        }
        Object port = info.get(PORT);
        return port == null ? host.toString() : host + ":" + port;
    }

    static boolean is(@Nullable ErrorCondition condition, String name) {
        return name(condition).equals(name);
    }

    /** True where an operation was refused, false where something else went wrong. */
    static boolean isRefusal(@Nullable ErrorCondition condition) {
        return REFUSALS.contains(name(condition));
    }

    private static String name(@Nullable ErrorCondition condition) {
        return condition == null || condition.getCondition() == null
                ? "refused"
                : condition.getCondition().toString();
    }

    private static boolean isContainerIdInvalid(@Nullable ErrorCondition condition) {
        if (!is(condition, "amqp:invalid-field") || condition == null || condition.getInfo() == null) {
            return false;
        }
        Object field = condition.getInfo().get(INVALID_FIELD);
        return field != null && CONTAINER_ID.equals(field.toString());
    }
}
