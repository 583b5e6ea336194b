package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What tests of transactions have in common: a transacted session that consumes from the queue {@code in}, where {@code a} and
 * {@code b} wait, and sends to the queue {@code out}. Each test has its own.
 */
abstract class TransactedExchange {
    final World world;
    final Journal journal = new Journal();
    Session session;
    MessageConsumer in;
    MessageProducer out;
    private final String[] options;

    /** Exchanges over a connection with these options, which are written {@code name=value}. */
    TransactedExchange(World world, String... options) {
        this.world = world;
        this.options = options;
    }

    @BeforeEach
    void open() throws JMSException {
        world.fill("in", "a", "b");
        session = world.connect(options).createSession(Session.SESSION_TRANSACTED);
        in = session.createConsumer(session.createQueue("in"));
        out = session.createProducer(session.createQueue("out"));
    }

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    void send(String... texts) throws JMSException {
        for (String each : texts) {
            out.send(session.createTextMessage(each));
        }
    }

    /** Whatever happened, the next transaction consumes both messages, marked where they came before, and sends one. */
    void assertWorksAgain() throws JMSException {
        journal.receive(in);
        journal.receive(in);
        send("last");
        session.commit();
        journal.assertEachCameInOrder("a", "b");
        journal.assertRepetitionsAreMarked();
        world.awaitEmpty("in");
        assertThat(world.empty("out")).containsExactly("last");
    }
}
