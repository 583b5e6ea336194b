package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.Operation;
import io.anyqueue.inmemory.QueuedMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Named and anonymous producers whose connection is dropped before, during and after a send. */
class ProducerRecoveryTest {
    private static final String RESEND = "inDoubtSend=resend";

    private final World world = World.with(builder -> builder.queue("bounded", 1));

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSendAfterARecoveredDropGoesThrough(boolean named) throws JMSException {
        Out out = new Out(world.connect(), named);
        out.send("1");
        world.dropAndRestore();
        out.send("2");
        world.faults().dropConnections();
        out.send("3");
        assertThat(world.empty("q")).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource({"true,AFTER_EFFECT", "true,BEFORE_EFFECT", "false,AFTER_EFFECT", "false,BEFORE_EFFECT"})
    void aSendInDoubtIsReported(boolean named, Cut cut) throws JMSException {
        Out out = new Out(world.connect(), named);
        out.send("1");
        cut.dropConnectionAt(Operation.SEND, world);
        assertThatThrownBy(() -> out.send("2"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("may or may not")
                .hasMessageContaining("inDoubtSend=resend");
        world.states().awaitRestored(1);
        out.send("3");
        assertThat(world.empty("q")).isEqualTo(cut.hasEffect() ? List.of("1", "2", "3") : List.of("1", "3"));
    }

    @ParameterizedTest
    @CsvSource({"true,AFTER_EFFECT", "true,BEFORE_EFFECT", "false,AFTER_EFFECT", "false,BEFORE_EFFECT"})
    void aPersistentSendInDoubtIsRepeatedWithTheSameIdWhereAskedFor(boolean named, Cut cut) throws JMSException {
        Out out = new Out(world.connect(RESEND), named);
        cut.dropConnectionAt(Operation.SEND, world);
        Message sent = out.send("1");
        out.send("2");
        List<QueuedMessage> there = world.messages("q");
        assertThat(there).hasSize(cut.hasEffect() ? 3 : 2);
        assertThat(there.get(0).messageId()).isEqualTo(sent.getJMSMessageID());
        if (cut.hasEffect()) {
            assertThat(there.get(1).messageId()).isEqualTo(sent.getJMSMessageID());
        }
        assertThat(world.empty("q")).endsWith("1", "2");
    }

    @Test
    void aSendIsRepeatedThroughSeveralDrops() throws Exception {
        Out out = new Out(world.connect(RESEND), true);
        world.faults().dropBefore(Operation.SEND);
        world.faults().dropBefore(Operation.SEND);
        world.faults().dropAfter(Operation.SEND);
        CompletableFuture<Message> sending = Background.call(() -> out.send("1"));
        world.awaitWhileTimePasses(() -> assertThat(sending).isCompleted());
        assertThat(world.empty("q")).containsExactly("1", "1");
    }

    @ParameterizedTest
    @EnumSource
    void aNonPersistentSendInDoubtIsNeverRepeated(Cut cut) throws JMSException {
        Out out = new Out(world.connect(RESEND), true);
        out.producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        cut.dropConnectionAt(Operation.SEND, world);
        assertThatThrownBy(() -> out.send("1")).isInstanceOf(JMSException.class).hasMessageContaining("may or may not");
        world.states().awaitRestored(1);
        assertThat(world.depth("q")).isEqualTo(cut.hasEffect() ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource
    void anAsynchronousSendInDoubtIsReportedToItsListener(Cut cut) throws JMSException {
        Out out = new Out(world.connect(), true);
        Completions completions = new Completions();
        out.sendAsync("1", completions);
        cut.dropConnectionAt(Operation.SEND, world);
        out.sendAsync("2", completions);
        world.states().awaitRestored(1);
        out.sendAsync("3", completions);
        out.session.close();
        assertThat(completions.outcomes).containsExactly("1 ok", "2 failed", "3 ok");
    }

    @ParameterizedTest
    @EnumSource
    void asynchronousSendsInDoubtAreRepeatedInOrderAheadOfNewerOnes(Cut cut) throws JMSException {
        Out out = new Out(world.connect(RESEND), true);
        Completions completions = new Completions();
        cut.dropConnectionAt(Operation.SEND, world);
        for (int i = 1; i <= 20; i++) {
            out.sendAsync(String.valueOf(i), completions);
        }
        out.session.close();
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            expected.add(String.valueOf(i));
        }
        assertThat(completions.outcomes).hasSize(20).allMatch(each -> each.endsWith("ok"));
        List<String> got = world.empty("q");
        assertThat(got.subList(cut.hasEffect() ? 1 : 0, got.size())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"true,AFTER_EFFECT", "true,BEFORE_EFFECT", "false,AFTER_EFFECT", "false,BEFORE_EFFECT"})
    void aDropWhileTheSenderIsOpenedIsNotSeenByTheApplication(boolean named, Cut cut) throws JMSException {
        Connection connection = world.connect();
        cut.dropConnectionAt(Operation.OPEN_SENDER, world);
        Out out = new Out(connection, named);
        out.send("1");
        assertThat(world.empty("q")).containsExactly("1");
        world.states().awaitRestored(1);
        assertThat(world.states().restored()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSenderThatTheBrokerEndsAloneIsOpenedAgain(boolean named) throws JMSException {
        Out out = new Out(world.connect(), named);
        out.send("1");
        world.faults().loseSenders();
        out.send("2");
        assertThat(world.empty("q")).containsExactly("1", "2");
        assertThat(world.states().events()).isEmpty();
    }

    @Test
    void aSendThatWaitsForRoomWhenItsSenderEndsIsInDoubtOrRepeated() throws Exception {
        Session session = world.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("bounded"));
        producer.send(session.createTextMessage("1"));
        Background.Work<Void> second = Background.run(() -> producer.send(session.createTextMessage("2")));
        second.awaitBlocked();
        world.faults().loseSenders();
        InMemoryBroker broker = world.broker();
        assertThat(broker.queue("bounded").depth()).isEqualTo(1);
        assertThat(world.empty("bounded")).contains("1");
        assertThat(Background.failure(second)).isNotInstanceOf(jakarta.jms.IllegalStateException.class);
        assertThatCode(() -> producer.send(session.createTextMessage("3"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsDuringRecoveryWaitAndThenGoThroughInOrder(boolean named) throws Exception {
        Out out = new Out(world.connect(), named);
        out.send("1");
        world.faults().refuseConnections(true);
        world.faults().dropConnections();
        world.states().awaitLost(1);
        CompletableFuture<Void> sending = Background.run(() -> {
            out.send("2");
            out.send("3");
        });
        world.faults().refuseConnections(false);
        world.awaitWhileTimePasses(() -> assertThat(sending).isCompleted());
        assertThat(world.empty("q")).containsExactly("1", "2", "3");
    }

    @Test
    void aSendThatRecoveryDoesNotHelpInTimeFailsByTheSendTimeout() throws JMSException {
        Out out = new Out(world.connect("sendTimeout=100", "requestTimeout=3000"), true);
        world.faults().refuseConnections(true);
        world.faults().dropConnections();
        world.states().awaitLost(1);
        assertThatThrownBy(() -> out.send("1")).isInstanceOf(JMSException.class).hasMessageContaining("sendTimeout");
        world.faults().refuseConnections(false);
    }

    @Test
    void aMessageThatWasNotPutInDoubtIsSentOnceThroughManyDrops() throws Exception {
        Out out = new Out(world.connect(), false);
        for (int i = 0; i < 50; i++) {
            String text = String.valueOf(i);
            // A send may go out before recovery has ended, and the drop that follows make its attempt fail.
            world.getWhileTimePasses(Background.call(() -> out.send(text)));
            world.faults().dropConnections();
        }
        assertThat(world.empty("q")).hasSize(50).doesNotHaveDuplicates();
    }

    /** A named or an anonymous producer for the queue {@code q}. */
    private static final class Out {
        private final Session session;
        private final Queue queue;
        private final MessageProducer producer;
        private final boolean named;

        Out(Connection connection, boolean named) throws JMSException {
            this.session = connection.createSession();
            this.queue = session.createQueue("q");
            this.named = named;
            this.producer = session.createProducer(named ? queue : null);
        }

        Message send(String text) throws JMSException {
            TextMessage message = session.createTextMessage(text);
            if (named) {
                producer.send(message);
            } else {
                producer.send(queue, message);
            }
            return message;
        }

        void sendAsync(String text, CompletionListener listener) throws JMSException {
            producer.send(session.createTextMessage(text), listener);
        }
    }

    private static final class Completions implements CompletionListener {
        private final List<String> outcomes = new CopyOnWriteArrayList<>();

        @Override
        public void onCompletion(Message message) {
            outcomes.add(text(message) + " ok");
        }

        @Override
        public void onException(Message message, Exception exception) {
            outcomes.add(text(message) + " failed");
        }

        private static String text(Message message) {
            try {
                return ((TextMessage) message).getText();
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
