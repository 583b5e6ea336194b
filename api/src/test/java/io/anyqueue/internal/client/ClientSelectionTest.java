package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A receiver that leaves its selector to the client, as one of a stream does. The message number N has the id {@code ID:N}. */
class ClientSelectionTest {
    private static final String ONE_IN_TEN = "JMSMessageID LIKE 'ID:%9'";

    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();

    private MessageConsumer consumer(Connection connection, String selector) throws JMSException {
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"), selector);
        provider.receiver().leaveSelectingToClient();
        return consumer;
    }

    private void stock(int messages) {
        provider.receiver()
                .stock(IntStream.range(0, messages).mapToObj(i -> "m" + i).toArray(String[]::new));
    }

    @Test
    void receivesGetWhatMatchesAndTheRestIsAccepted() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect(), ONE_IN_TEN);
        stock(100);
        for (int i = 9; i < 100; i += 10) {
            assertThat(consumer.receive(10_000).getBody(String.class)).isEqualTo("m" + i);
        }
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(script.calls("settle")).hasSize(100).allMatch(each -> each.endsWith("ACCEPTED"));
    }

    @Test
    void aListenerGetsWhatMatches() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect(), ONE_IN_TEN);
        List<Message> heard = new CopyOnWriteArrayList<>();
        consumer.setMessageListener(heard::add);
        stock(100);
        script.awaitCount("settle", 100);
        Script.await(() -> assertThat(heard).hasSize(10));
    }

    @Test
    void aRareMatchIsNotWaitedForOneMessageAtATime() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect("prefetch=50"), "JMSMessageID = 'ID:149'");
        stock(150);
        assertThat(consumer.receive(10_000).getBody(String.class)).isEqualTo("m149");
        assertThat(provider.receiver().credit())
                .as("what was asked for ahead")
                .isGreaterThan(1)
                .isLessThanOrEqualTo(50);
    }

    @Test
    void whatIsPassedOverWhileTheCreditIsTakenBackIsNotReplaced() throws JMSException {
        Connection connection = provider.connect("prefetch=50");
        MessageConsumer consumer = consumer(connection, "JMSMessageID IS NULL");
        consumer.setMessageListener(message -> {});
        assertThat(provider.receiver().credit()).isEqualTo(50);
        Script.Held drain = script.hold(Script.Step.DRAIN);
        connection.stop();
        drain.await(1);
        provider.receiver().push("on", "its", "way");
        script.awaitCount("settle", 3);
        int granted = provider.receiver().grants().size();
        drain.complete();
        assertThat(provider.receiver().grants()).hasSize(granted);
        assertThat(provider.receiver().credit()).isZero();
    }

    @Test
    void aReceiverThatSelectsIsTakenAtItsWord() throws JMSException {
        Session session = provider.connect().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"), ONE_IN_TEN);
        stock(1);
        assertThat(consumer.receive(10_000).getBody(String.class)).isEqualTo("m0");
    }

    @Test
    void aBrowserShowsWhatMatchesHoweverMuchLiesBetween() throws JMSException {
        Session session = provider.connect().createSession();
        Enumeration<?> browsed = session.createBrowser(session.createQueue("q"), "JMSMessageID IN ('ID:5', 'ID:321')")
                .getEnumeration();
        provider.receiver().leaveSelectingToClient();
        stock(350);
        List<String> seen = new ArrayList<>();
        while (browsed.hasMoreElements()) {
            seen.add(((Message) browsed.nextElement()).getBody(String.class));
        }
        assertThat(seen).containsExactly("m5", "m321");
        assertThat(script.calls("settle")).isEmpty();
    }
}
