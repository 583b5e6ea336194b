package io.anyqueue.inmemory;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.TransactionRolledBackException;
import org.jspecify.annotations.Nullable;

/** The one table from what the broker refuses to the exception, with a stable error code, that says so. */
final class Refusals {
    private static final String PREFIX = "ANYQUEUE-INMEMORY-";

    private Refusals() {}

    static JMSException closed(String what) {
        return new IllegalStateException("The " + what + " is closed; open another one to go on", PREFIX + "CLOSED");
    }

    static ConnectionLostException lost(String what, String why) {
        return new ConnectionLostException("The " + what + " was lost: " + why, null);
    }

    static JMSException wrongCredentials(String broker, @Nullable String user) {
        String who = user == null ? "without a user name" : "as user \"" + user + '"';
        return new JMSSecurityException(
                "Connecting to in-memory broker \"" + broker + "\" " + who
                        + " was refused: it knows no account with that name and password",
                PREFIX + "CREDENTIALS");
    }

    static JMSException notPermitted(@Nullable String user, Permission.Action action, Address address) {
        return new JMSSecurityException(
                "User \"" + user + "\" may not " + action.name().toLowerCase(java.util.Locale.ROOT) + ' ' + address
                        + "; give the account a permission whose pattern covers the name",
                PREFIX + "PERMISSION");
    }

    static JMSException clientIdInUse(String clientId) {
        return new InvalidClientIDException(
                "Client identifier \"" + clientId + "\" is in use by another connection; close that one or use another",
                PREFIX + "CLIENT-ID");
    }

    static JMSException deleted(Address address) {
        return new InvalidDestinationException(
                "There is no " + address + ": it has been deleted, or the connection that made it has ended",
                PREFIX + "NO-DESTINATION");
    }

    static JMSException foreignTemporary(Address address) {
        return new InvalidDestinationException(
                "Consuming from " + address + " is for the connection that made it only; this is another one",
                PREFIX + "FOREIGN-TEMPORARY");
    }

    static JMSException durableOnTemporary(Address address) {
        return new InvalidDestinationException(
                "A durable subscription would outlive " + address + "; expected a topic that is not temporary",
                PREFIX + "TEMPORARY");
    }

    static JMSException hasReceivers(Address address) {
        return new IllegalStateException(
                "Deleting " + address + ": it still has receivers; close them first", PREFIX + "IN-USE");
    }

    static JMSException full(Address address, int limit) {
        return new ResourceAllocationException(
                "Sending to " + address + ": it holds as many messages as its limit of " + limit
                        + " allows; consume some, raise queueLimit or choose another overflow policy",
                PREFIX + "QUEUE-FULL");
    }

    static JMSException unsupported(Capability capability) {
        return new JMSException(
                "This in-memory broker was made without the capability " + capability
                        + "; take it off the option \"without\" to use it",
                "ANYQUEUE-UNSUPPORTED");
    }

    static JMSException rolledBack(@Nullable JMSException cause) {
        JMSException refusal = new TransactionRolledBackException(
                "The transaction was rolled back" + (cause == null ? "" : ": " + cause.getMessage()),
                PREFIX + "ROLLED-BACK");
        if (cause != null) {
            refusal.setLinkedException(cause);
            refusal.initCause(cause);
        }
        return refusal;
    }

    static JMSException transactionEnded() {
        return new IllegalStateException(
                "The transaction has been committed or rolled back already; begin another one",
                PREFIX + "NO-TRANSACTION");
    }

    static JMSException needsClientId(String subscription) {
        return new IllegalStateException(
                "Subscribing to durable subscription \"" + subscription
                        + "\": the connection has no client identifier; set one first, or use a shared subscription",
                PREFIX + "NO-CLIENT-ID");
    }

    static JMSException noBroker(String name) {
        return new JMSException(
                "Reconnecting to in-memory broker \"" + name
                        + "\": it has been closed, and nobody has made another of that"
                        + " name; close the connection, or make the broker anew",
                PREFIX + "NO-BROKER");
    }

    static JMSException otherOptions(ConfigurationException cause) {
        JMSException refusal = new JMSException(cause.getMessage(), PREFIX + "OTHER-OPTIONS");
        refusal.initCause(cause);
        return refusal;
    }

    static JMSException subscriptionInUse(String operation, String subscription) {
        return new IllegalStateException(
                operation + " subscription \"" + subscription
                        + "\": it has a consumer, or what one that is closed has delivered is yet to be acknowledged; close it, and"
                        + " acknowledge, first",
                PREFIX + "SUBSCRIPTION-IN-USE");
    }

    static JMSException otherKindOfSubscription(String subscription, boolean sharedExists) {
        return new IllegalStateException(
                "Subscribing to durable subscription \"" + subscription + "\" as "
                        + (sharedExists ? "unshared" : "shared") + ": one of that name exists that is "
                        + (sharedExists ? "shared" : "unshared") + "; unsubscribe it first or use another name",
                PREFIX + "SUBSCRIPTION-KIND");
    }

    static JMSException activeWithOtherTerms(String subscription) {
        return new IllegalStateException(
                "Subscribing to shared subscription \"" + subscription
                        + "\": it has receivers and another topic or selector; use the same ones, or close the receivers",
                PREFIX + "SUBSCRIPTION-TERMS");
    }

    static JMSException noSubscription(String subscription) {
        return new InvalidDestinationException(
                "Unsubscribing \"" + subscription + "\": this client has no durable subscription of that name",
                PREFIX + "NO-SUBSCRIPTION");
    }
}
