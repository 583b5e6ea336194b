package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Capability;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** Queues that are full say so through every way of sending. */
class BoundedQueueTest {
    private final World world = World.with(builder -> builder.queue("full", 1));

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @RepeatedTest(5)
    void aCommitThatFindsNoRoomNamesTheQueueAndItsLimit() throws JMSException {
        commitIsRolledBack(world);
    }

    @RepeatedTest(5)
    void soDoesAnEmulatedOneOfWhichNothingWasSent() throws JMSException {
        try (World emulating =
                World.with(builder -> builder.queue("full", 1).withoutCapability(Capability.TRANSACTIONS))) {
            commitIsRolledBack(emulating);
        }
    }

    private static void commitIsRolledBack(World world) throws JMSException {
        world.fill("full", "1");
        Session session = world.connect("sendTimeout=50ms").createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(session.createQueue("full"));
        producer.send(session.createTextMessage("2"));

        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("full")
                .hasMessageContaining("limit of 1");
    }
}
