package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.TransactionRolledBackException;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The table from conditions to Jakarta Messaging exceptions and stable error codes. */
public final class Failures {
    private static final String CLOSED = "ANYQUEUE-CLOSED";
    private static final String TIMEOUT = "ANYQUEUE-TIMEOUT";
    /** How the code of each provider for this ends. */
    private static final String TIMEOUT_ENDING = "-TIMEOUT";

    private static final String CONNECTION_FAILED = "ANYQUEUE-CONNECTION-FAILED";
    private static final String SEND_IN_DOUBT = "ANYQUEUE-SEND-IN-DOUBT";

    private Failures() {}

    /** A method of a closed object was called. */
    public static IllegalStateException closed(String what, String operation) {
        return new IllegalStateException(operation + ": the " + what + " is closed; create a new one", CLOSED);
    }

    /** The same, of what was not closed by the application. */
    static IllegalStateException closed(String what, String operation, @Nullable JMSException reason) {
        return reason == null
                ? closed(what, operation)
                : withCause(
                        new IllegalStateException(
                                operation + ": the " + what + " is closed; create a new one. The cause: "
                                        + reason.getMessage(),
                                CLOSED),
                        reason);
    }

    /** A consumer that goes on no more, though its session does. */
    static JMSException consumerLost(String text, JMSException cause) {
        return withCause(
                new JMSException(text + ", and is closed: " + cause.getMessage(), "ANYQUEUE-CONSUMER-LOST"), cause);
    }

    /** A session that goes on no more, though its connection does. */
    static JMSException sessionLost(String text, JMSException cause) {
        return withCause(
                new JMSException(text + ", and is closed: " + cause.getMessage(), "ANYQUEUE-SESSION-LOST"), cause);
    }

    /** A method was called in a state or from a place where the specification refuses it. */
    public static IllegalStateException illegalState(String text) {
        return new IllegalStateException(text, "ANYQUEUE-ILLEGAL-STATE");
    }

    /** A method was given a value that the specification refuses. */
    public static JMSException argument(String text) {
        return new JMSException(text, "ANYQUEUE-ARGUMENT");
    }

    /** A method was given no destination, or one without a name. */
    public static InvalidDestinationException noDestination(String text) {
        return new InvalidDestinationException(text, "ANYQUEUE-DESTINATION");
    }

    /** A send was given no message. */
    public static MessageFormatException noMessage(Object destination) {
        return new MessageFormatException(
                "send to " + destination + ": the message is null; expected one that a session has made",
                "ANYQUEUE-MESSAGE");
    }

    static JMSException timedOut(String operation, Duration limit, String option) {
        return new JMSException(
                operation + ": no answer within " + limit.toMillis() + " ms; whether it took effect is unknown. Option "
                        + option + " sets the limit",
                TIMEOUT);
    }

    static JMSException notRestored(String operation, Duration limit, String option) {
        return new JMSException(
                operation + ": the connection was lost and not restored within " + limit.toMillis()
                        + " ms; nothing was done. Option " + option + " sets the limit",
                "ANYQUEUE-RECOVERING");
    }

    static boolean isTimeout(JMSException failure) {
        return TIMEOUT.equals(failure.getErrorCode());
    }

    /** True where the peer did not answer in time, whether the client noticed or the provider, whose code for that ends like ours. */
    static boolean isUnanswered(@Nullable Throwable failure) {
        if (!(failure instanceof JMSException problem)) {
            return false;
        }
        String code = problem.getErrorCode();
        return (code != null && code.endsWith(TIMEOUT_ENDING))
                || (failure instanceof ConnectionLostException && isUnanswered(failure.getCause()));
    }

    static JMSException connectionFailed(String operation, @Nullable Throwable cause) {
        return withCause(
                new JMSException(operation + ": the connection has failed; create a new one", CONNECTION_FAILED),
                cause);
    }

    static boolean isConnectionFailed(JMSException failure) {
        return CONNECTION_FAILED.equals(failure.getErrorCode());
    }

    /** True for the failure of a send that may have been taken. */
    static boolean leavesDoubt(JMSException failure) {
        return isTimeout(failure) || SEND_IN_DOUBT.equals(failure.getErrorCode());
    }

    static JMSException interrupted(String operation, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return withCause(
                new JMSException(operation + ": the calling thread was interrupted", "ANYQUEUE-INTERRUPTED"), cause);
    }

    static JMSException lacking(Capability capability, String operation, String peer, String remedy) {
        return new JMSException(
                operation + ": " + peer + " does not support " + capability + "; " + remedy, "ANYQUEUE-UNSUPPORTED");
    }

    static JMSException sendInDoubt(Address destination, Throwable cause) {
        return withCause(
                new JMSException(
                        "send to " + destination
                                + ": no answer of the broker can come any more, so the message may or may"
                                + " not have been taken; send it again if duplicates are acceptable, or set"
                                + " inDoubtSend=resend. The cause: " + cause.getMessage(),
                        SEND_IN_DOUBT),
                cause);
    }

    static JMSException sendInterrupted(Address destination, Throwable cause) {
        return withCause(
                new JMSException(
                        "send to " + destination
                                + ": the calling thread was interrupted while it waited for the broker's answer, so the"
                                + " message may or may not have been taken; send it again if duplicates are acceptable",
                        SEND_IN_DOUBT),
                cause);
    }

    static JMSException notSent(Address destination, Throwable cause) {
        return withCause(
                new JMSException(
                        "send to " + destination
                                + ": the connection was lost before any of the message was handed to the broker; send it"
                                + " again. The cause: " + cause.getMessage(),
                        "ANYQUEUE-NOT-SENT"),
                cause);
    }

    static JMSException commitInDoubt(Throwable cause) {
        return withCause(
                new JMSException(
                        "commit: the broker's answer did not come, so the transaction may have been committed or rolled"
                                + " back; check its effects before repeating it. The cause: " + cause.getMessage(),
                        "ANYQUEUE-COMMIT-IN-DOUBT"),
                cause);
    }

    /** A unit of work that was published in part, or perhaps. */
    static JMSException commitInPart(String account, Throwable cause) {
        return withCause(
                new JMSException(
                        "commit: the transaction was not committed as a whole, and what it consumed is delivered again: "
                                + account + ". Check its effects before repeating it",
                        "ANYQUEUE-COMMIT-IN-DOUBT"),
                cause);
    }

    static TransactionRolledBackException rolledBack(String reason, @Nullable Throwable cause) {
        return withCause(
                new TransactionRolledBackException(
                        "commit: the transaction was rolled back: " + reason, "ANYQUEUE-ROLLED-BACK"),
                cause);
    }

    static JMSException voidAcknowledgement() {
        return new JMSException(
                "acknowledge: the connection was lost after these messages were received, so they cannot be"
                        + " acknowledged any more; they will be delivered again",
                "ANYQUEUE-ACKNOWLEDGE-VOID");
    }

    static <E extends JMSException> E withCause(E failure, @Nullable Throwable cause) {
        if (cause != null) {
            failure.initCause(cause);
            if (cause instanceof Exception exception) {
                failure.setLinkedException(exception);
            }
        }
        return failure;
    }

    /** The unchecked twin of a checked exception, for the simplified API (section 7.4.2). */
    public static JMSRuntimeException unchecked(JMSException e) {
        String text = e.getMessage();
        String code = e.getErrorCode();
        if (e instanceof IllegalStateException) {
            return new IllegalStateRuntimeException(text, code, e);
        } else if (e instanceof InvalidClientIDException) {
            return new InvalidClientIDRuntimeException(text, code, e);
        } else if (e instanceof InvalidDestinationException) {
            return new InvalidDestinationRuntimeException(text, code, e);
        } else if (e instanceof InvalidSelectorException) {
            return new InvalidSelectorRuntimeException(text, code, e);
        } else if (e instanceof JMSSecurityException) {
            return new JMSSecurityRuntimeException(text, code, e);
        } else if (e instanceof MessageFormatException) {
            return new MessageFormatRuntimeException(text, code, e);
        } else if (e instanceof MessageNotWriteableException) {
            return new MessageNotWriteableRuntimeException(text, code, e);
        } else if (e instanceof ResourceAllocationException) {
            return new ResourceAllocationRuntimeException(text, code, e);
        } else if (e instanceof TransactionInProgressException) {
            return new TransactionInProgressRuntimeException(text, code, e);
        } else if (e instanceof TransactionRolledBackException) {
            return new TransactionRolledBackRuntimeException(text, code, e);
        }
        return new JMSRuntimeException(text, code, e);
    }
}
