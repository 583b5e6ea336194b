package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.inmemory.Operation;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thread that is interrupted in a call: the call ends with an exception, says what is in doubt, and leaves the flag set. */
class InterruptionTest {
    private final World world = World.with(builder -> builder.queue("full", 1));

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    /** Interrupts a call that waits; its failure, after which the thread must still be interrupted. */
    private static JMSException interrupted(Background.Action call) throws Exception {
        boolean[] flag = {false};
        Background.Work<JMSException> work = Background.call(() -> {
            try {
                call.run();
            } catch (JMSException e) {
                flag[0] = Thread.currentThread().isInterrupted();
                return e;
            }
            return null;
        });
        work.awaitBlocked();
        work.interrupt();
        JMSException failure = Background.get(work);
        assertThat(failure).isNotNull().hasMessageContaining("interrupted");
        assertThat(flag[0]).as("the flag").isTrue();
        return failure;
    }

    @Test
    void aSendThatWaitsForTheBrokerIsInDoubt() throws Exception {
        Session session = world.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("full"));
        producer.send(session.createTextMessage("1"));
        JMSException failure = interrupted(() -> producer.send(session.createTextMessage("2")));
        assertThat(failure.getErrorCode()).isEqualTo("ANYQUEUE-SEND-IN-DOUBT");
        // As it says: this one was taken when there was room.
        assertThat(world.empty("full")).containsExactly("1", "2");
    }

    @Test
    void aReceiveLosesNothing() throws Exception {
        Session session = world.connect().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        assertThat(interrupted(consumer::receive).getErrorCode()).isEqualTo("ANYQUEUE-INTERRUPTED");
        assertThat(interrupted(() -> consumer.receive(World.LIMIT_MILLIS)).getErrorCode())
                .isEqualTo("ANYQUEUE-INTERRUPTED");
        world.fill("q", "1");
        assertThat(World.receiveText(consumer)).isEqualTo("1");
    }

    @Test
    void aCommitThatIsNotAnsweredIsInDoubt() throws Exception {
        Session session = world.connect().createSession(true, Session.SESSION_TRANSACTED);
        session.createProducer(session.createQueue("q")).send(session.createTextMessage("1"));
        world.faults().delay(Operation.COMMIT, Duration.ofDays(1));
        assertThat(interrupted(session::commit).getErrorCode()).isEqualTo("ANYQUEUE-COMMIT-IN-DOUBT");
    }

    @Test
    void whatWaitsForRecoveryHasDoneNothing() throws Exception {
        Connection connection = world.connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        world.faults().refuseConnections(true);
        world.faults().dropConnections();
        world.states().awaitLost(1);
        assertThat(interrupted(() -> producer.send(session.createTextMessage("1")))
                        .getErrorCode())
                .isEqualTo("ANYQUEUE-INTERRUPTED");
        assertThat(interrupted(consumer::receive).getErrorCode()).isEqualTo("ANYQUEUE-INTERRUPTED");
        assertThat(interrupted(session::createTemporaryQueue).getErrorCode()).isEqualTo("ANYQUEUE-INTERRUPTED");
    }
}
