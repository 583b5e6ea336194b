package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A connection that is cut at each byte of its opening, of a transfer to the broker and of one from it, in either direction. What
 * was acknowledged is there afterwards, once; whatever fails does so with an exception, and in time.
 */
@Timeout(1800)
final class EveryByteTest extends OnArtemis {
    /** No single use of a cut connection may take longer, which none does that ends at all. */
    private static final long PATIENCE_MINUTES = 5;

    private interface Use {
        void of(Connection connection) throws JMSException;
    }

    private final List<String> slow = new ArrayList<>();
    private int failures;

    /** Uses a connection for each number of bytes below the total, and one more that is not cut. */
    private void cutAtEach(String what, long total, LongConsumer cutNextAfter, ConnectionFactory factory, Use use) {
        for (long bytes = 1; bytes <= total + 1; bytes++) {
            cutNextAfter.accept(bytes);
            long begun = System.nanoTime();
            try (Connection connection = factory.createConnection()) {
                use.of(connection);
            } catch (JMSException e) {
                failures++;
                assertThat(e).as("%s cut after %d bytes", what, bytes).hasMessageMatching("(?s).{20,}");
            }
            if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(PATIENCE_MINUTES)) {
                slow.add(what + " cut after " + bytes + " bytes");
            }
        }
    }

    private static void send(Connection connection, Queue queue, String text) throws JMSException {
        Session session = connection.createSession();
        try (MessageProducer producer = session.createProducer(queue)) {
            producer.send(session.createTextMessage(text));
        }
    }

    /** What a send through a connection that is opened for it takes, in each direction. */
    private static long[] measure(CuttingProxy proxy, Queue queue) throws JMSException {
        try (Connection connection = factoryThrough(proxy, "").createConnection()) {
            send(connection, queue, "measure");
            return new long[] {proxy.carriedToBroker(), proxy.carriedFromBroker()};
        }
    }

    @Test
    void whateverByteIsTheLastOfASendNoAcknowledgedMessageIsLostOrDoubled() throws Exception {
        Queue queue = connect().createSession().createQueue(name);
        Set<String> acknowledged = new HashSet<>();
        try (CuttingProxy proxy = proxy()) {
            long[] total = measure(proxy, queue);
            acknowledged.add("measure");
            ConnectionFactory factory = factoryThrough(proxy, "");
            int[] number = {0};
            Use use = connection -> {
                String text = "m" + number[0]++;
                send(connection, queue, text);
                acknowledged.add(text);
            };
            cutAtEach("sending", total[0], proxy::cutNextAfterSending, factory, use);
            cutAtEach("receiving", total[1], proxy::cutNextAfterReceiving, factory, use);
            assertThat(proxy.cuts()).isGreaterThan(500);
        }
        assertThat(slow).isEmpty();
        assertThat(failures).isPositive();
        assertThat(drain(name)).containsAll(acknowledged).doesNotHaveDuplicates();
    }

    @Test
    void whateverByteOfATransferIsTheLastARepeatedSendArrives() throws Exception {
        Queue queue = connect().createSession().createQueue(name);
        Set<String> acknowledged = new HashSet<>();
        try (CuttingProxy proxy = proxy()) {
            long[] total = measure(proxy, queue);
            ConnectionFactory factory = factoryThrough(proxy, "&inDoubtSend=resend");
            int[] number = {0};
            Use use = connection -> {
                String text = "m" + number[0]++;
                send(connection, queue, text);
                acknowledged.add(text);
            };
            // The transfer, and the answer to it, are the last of what was measured.
            long transfer = 250;
            cutAtEach(
                    "sending", transfer, bytes -> proxy.cutNextAfterSending(total[0] - transfer + bytes), factory, use);
            long answer = 40;
            cutAtEach(
                    "receiving", answer, bytes -> proxy.cutNextAfterReceiving(total[1] - answer + bytes), factory, use);
        }
        assertThat(slow).isEmpty();
        assertThat(failures)
                .as("sends that failed although they may be repeated")
                .isZero();
        assertThat(new HashSet<>(drain(name))).containsAll(acknowledged);
    }

    @Test
    void whateverByteOfADeliveryIsTheLastTheMessageComes() throws Exception {
        Connection producing = connect();
        Queue queue = producing.createSession().createQueue(name);
        Set<String> sent = new HashSet<>();
        Set<String> received = new HashSet<>();
        try (CuttingProxy proxy = proxy()) {
            long opening;
            long total;
            try (Connection connection = factoryThrough(proxy, "").createConnection()) {
                MessageConsumer consumer = consumer(connection, queue);
                opening = proxy.carriedFromBroker();
                // Only now, so that its delivery is no part of the opening.
                send(producing, queue, "measure");
                consumer.receive(SOON).acknowledge();
                total = proxy.carriedFromBroker();
            }
            Use use = connection -> {
                String text = "m" + sent.size();
                send(producing, queue, text);
                sent.add(text);
                // Whatever an acknowledgement that came to nothing has left comes first.
                MessageConsumer consumer = consumer(connection, queue);
                Message message = consumer.receive(SOON);
                assertThat(message).as("message after %s", sent).isNotNull();
                received.add(message.getBody(String.class));
                message.acknowledge();
            };
            cutAtEach(
                    "receiving",
                    total - opening,
                    bytes -> proxy.cutNextAfterReceiving(opening + bytes),
                    factoryThrough(proxy, ""),
                    use);
        }
        assertThat(slow).isEmpty();
        received.addAll(drain(name));
        assertThat(received).isEqualTo(sent);
    }

    private static MessageConsumer consumer(Connection connection, Queue queue) throws JMSException {
        connection.start();
        return connection.createSession(Session.CLIENT_ACKNOWLEDGE).createConsumer(queue);
    }
}
