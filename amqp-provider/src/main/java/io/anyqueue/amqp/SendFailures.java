package io.anyqueue.amqp;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ResourceAllocationException;
import java.time.Duration;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/** What the sends of one sender fail with where the peer has not said why. Immutable; for use by any thread. */
final class SendFailures {
    private final AmqpConnection connection;
    private final Address address;
    private final long timeoutMillis;

    SendFailures(AmqpConnection connection, Address address, Duration timeout) {
        this.connection = connection;
        this.address = address;
        this.timeoutMillis = timeout.toMillis();
    }

    /** The link holds nothing back. */
    JMSException undelayed() {
        return new JMSException(
                "Cannot send to " + address + ": " + connection.peer() + " does not hold messages back there;"
                        + " set no delivery delay, or configure the queue for it (Qpid Broker-J: holdOnPublishEnabled)",
                "AMQP-DELAY");
    }

    /** The broker's way of delaying does not suit the destination. */
    JMSException undelayable() {
        String reason = address.kind().isTopic()
                ? " would route it when it is due, to whoever subscribes then, and not to those who subscribe now"
                : " keeps delayed messages in a queue that would outlive this one";
        return new JMSException(
                "Cannot send to " + address + " with a delivery delay: " + connection.peer() + reason
                        + "; send it without delay, or to a queue that is not temporary",
                "AMQP-DELAY");
    }

    JMSException unencodable(RuntimeException cause) {
        MessageFormatException failure = new MessageFormatException(
                "Cannot send to " + address + ": the message has no AMQP form: " + cause.getMessage(), "AMQP-ENCODE");
        failure.initCause(cause);
        return failure;
    }

    JMSException tooLarge(long bytes, long limit) {
        return new ResourceAllocationException(
                "Cannot send to " + address + ": the message takes " + bytes + " bytes and " + connection.peer()
                        + " takes at most " + limit + "; send less at a time",
                "AMQP-amqp:link:message-size-exceeded");
    }

    JMSException noCredit() {
        return new JMSException(
                "Cannot send to " + address + ": " + connection.peer() + " gave no credit within sendTimeout ("
                        + timeoutMillis + " ms), because the destination is full or the broker is short of memory",
                "AMQP-NO-CREDIT");
    }

    JMSException unread() {
        return new JMSException(
                "Cannot send to " + address + ": " + connection.peer() + " read nothing of what was sent before within"
                        + " sendTimeout (" + timeoutMillis + " ms); it or the network is stuck",
                "AMQP-NOT-READING");
    }

    /** The link has ended before any of the message was written. */
    JMSException ended(@Nullable ErrorCondition condition) {
        return Conditions.isRefusal(condition)
                ? Conditions.refused("send to " + address, connection.peer(), condition)
                : new JMSException(
                        "Cannot send to " + address + ": the sender to " + connection.peer()
                                + " has ended, and nothing of the message was sent"
                                + Conditions.describe(condition),
                        "AMQP-SENDER-ENDED");
    }

    /** Whether it took effect is unknown. */
    ConnectionLostException unanswered() {
        return new ConnectionLostException(
                connection.peer() + " did not say within sendTimeout (" + timeoutMillis
                        + " ms) whether it took a message to " + address,
                null);
    }
}
