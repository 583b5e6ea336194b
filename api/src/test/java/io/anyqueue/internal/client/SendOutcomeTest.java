package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.internal.client.Script.Held;
import io.anyqueue.internal.client.Script.Step;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends whose answer comes late, in another order, with the loss of the connection, or never. */
class SendOutcomeTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();
    private final Outcomes outcomes = new Outcomes();

    @Test
    void aSendThatIsNotAnsweredTimesOut() throws JMSException {
        Session session = provider.connect("sendTimeout=1").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        assertThatThrownBy(() -> producer.send(session.createTextMessage("1")))
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-TIMEOUT"))
                .hasMessageContaining("send to queue \"q\": no answer within 1 ms; whether it took effect is unknown")
                .hasMessageContaining("sendTimeout");
        held.complete();
        producer.send(session.createTextMessage("2"));
        assertThat(provider.sender().texts()).containsExactly("1", "2");
    }

    @Test
    void aSendThatLosesItsConnectionIsInDoubt() throws Exception {
        Session session = provider.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        var sending = CompletableFuture.runAsync(() -> send(producer, session, "1"));
        held.await(1);
        held.fail(ScriptedProvider.lost("cable cut"));
        provider.connection().lose(ScriptedProvider.lost("cable cut"));
        assertThatThrownBy(sending::join).rootCause().isInstanceOf(ConnectionLostException.class);
        assertThatThrownBy(sending::join)
                .cause()
                .cause()
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-SEND-IN-DOUBT"));
        producer.send(session.createTextMessage("2"));
        assertThat(provider.sender().texts()).containsExactly("2");
    }

    @Test
    void aSendInDoubtIsSentAgainWithItsIdAndBeforeNewerOnes() throws Exception {
        Session session = provider.connect("inDoubtSend=resend").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND, 3);
        for (String each : List.of("1", "2", "3")) {
            producer.send(session.createTextMessage(each), outcomes);
        }
        List<MessageData> first = provider.sender().messages();
        // The second was taken; the others fail in another order than they were sent in.
        held.complete();
        held.fail(ScriptedProvider.lost("cable cut"));
        held.fail(ScriptedProvider.lost("cable cut"));
        provider.connection().lose(ScriptedProvider.lost("cable cut"));
        producer.send(session.createTextMessage("4"), outcomes);
        Script.await(() -> assertThat(outcomes.texts()).containsExactly("1", "2", "3", "4"));
        assertThat(outcomes.failures).isEmpty();
        assertThat(provider.sender().texts()).containsExactly("2", "3", "4");
        assertThat(provider.sender().messages().subList(0, 2))
                .extracting(MessageData::messageId)
                .containsExactly(first.get(1).messageId(), first.get(2).messageId());
    }

    @Test
    void onlyPersistentSendsAreSentAgain() throws Exception {
        Session session = provider.connect("inDoubtSend=resend").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        Held held = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"), outcomes);
        held.fail(ScriptedProvider.lost("cable cut"));
        provider.connection().lose(ScriptedProvider.lost("cable cut"));
        Script.await(() -> assertThat(outcomes.failures).hasSize(1));
        assertThat(((JMSException) outcomes.failures.get(0)).getErrorCode()).isEqualTo("ANYQUEUE-SEND-IN-DOUBT");
    }

    @Test
    void aSendInDoubtOnALostSenderIsSentAgainThroughAnother() throws Exception {
        Session session = provider.connect("inDoubtSend=resend").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"), outcomes);
        ScriptedSender first = provider.sender();
        held.fail(ScriptedProvider.lost("link detached"));
        first.lose(ScriptedProvider.lost("link detached"));
        Script.await(() -> assertThat(outcomes.texts()).containsExactly("1"));
        assertThat(provider.sender()).isNotSameAs(first);
        assertThat(script.count("connect to")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSendThatMeetsALossLongMadeGoodIsSentAgain(boolean connection) throws Exception {
        Session session = provider.connect("inDoubtSend=resend").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"), outcomes);
        if (connection) {
            provider.connection().lose(ScriptedProvider.lost("cable cut"));
            Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        } else {
            provider.sender().lose(ScriptedProvider.lost("link detached"));
        }
        held.fail(ScriptedProvider.lost("it was never written"));
        Script.await(() -> assertThat(outcomes.texts()).containsExactly("1"));
        producer.send(session.createTextMessage("2"));
        assertThat(provider.sender().texts()).containsExactly("1", "2");
    }

    @Test
    void aSendThatWasNotHandedToTheBrokerWaitsForTheNextConnection() throws Exception {
        Session session = provider.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        Held held = script.hold(Step.SEND, 2);
        producer.send(session.createTextMessage("1"), outcomes);
        var second = CompletableFuture.runAsync(() -> send(producer, session, "2"));
        held.await(2);
        ScriptedSender first = provider.sender();
        held.fail(ScriptedProvider.lost("cable cut").withoutEffect());
        held.fail(ScriptedProvider.lost("cable cut").withoutEffect());
        assertThat(second).isNotDone();
        provider.connection().lose(ScriptedProvider.lost("cable cut"));
        second.join();
        Script.await(() -> assertThat(outcomes.texts()).containsExactly("1"));
        assertThat(outcomes.failures).isEmpty();
        assertThat(provider.sender()).isNotSameAs(first);
        assertThat(provider.sender().texts()).containsExactly("1", "2");
    }

    @Test
    void aSendThatWasNotHandedToTheBrokerSaysSoWhereNobodyRecovers() throws Exception {
        Session session = provider.connect("recovery=false").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"), outcomes);
        held.fail(ScriptedProvider.lost("cable cut").withoutEffect());
        Script.await(() -> assertThat(outcomes.failures).hasSize(1));
        assertThat(outcomes.failures.get(0))
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-NOT-SENT"))
                .hasMessageContaining("send to queue \"q\"")
                .hasMessageContaining("send it again")
                .hasMessageContaining("cable cut");
    }

    @Test
    void aSendThatWaitsInVainForTheNextConnectionSaysThatItWasNotSent() throws Exception {
        Session session = provider.connect("sendTimeout=10s").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        script.hold(Step.CONNECT);
        producer.send(session.createTextMessage("1"), outcomes);
        held.fail(ScriptedProvider.lost("cable cut").withoutEffect());
        provider.connection().lose(ScriptedProvider.lost("cable cut"));
        provider.time().advance(11_000);
        Script.await(() -> assertThat(outcomes.failures).hasSize(1));
        assertThat(outcomes.failures.get(0))
                .hasMessageContaining("send to queue \"q\": the connection was lost and not restored within 10000 ms")
                .hasMessageContaining("sendTimeout");
    }

    @Test
    void aSendThatFailedWhileItWasSentAgainIsNotSentAnyMore() throws Exception {
        Session session = provider.connect("sendTimeout=10s").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        Held opening = script.hold(Step.OPEN_SENDER);
        producer.send(session.createTextMessage("1"), outcomes);
        held.fail(ScriptedProvider.lost("cable cut").withoutEffect());
        provider.connection().lose(ScriptedProvider.lost("cable cut"));
        opening.await(1);
        provider.time().advance(11_000);
        Script.await(() -> assertThat(outcomes.failures).hasSize(1));
        assertThat(outcomes.failures.get(0)).hasMessageContaining("nothing was done");
        opening.complete();
        producer.send(session.createTextMessage("2"));
        assertThat(script.calls("send")).containsExactly("send 1", "send 2");
    }

    @Test
    void aNewSendOnASuspendedSessionWaitsForThoseThatAreSentAgain() throws Exception {
        Session session = provider.connect("inDoubtSend=resend").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"), outcomes);
        provider.sender().lose(ScriptedProvider.lost("link detached"));
        Held opening = script.hold(Step.OPEN_SENDER, 2);
        var second = CompletableFuture.runAsync(() -> send(producer, session, "2"));
        opening.await(1);
        held.fail(ScriptedProvider.lost("link detached"));
        opening.await(2);
        opening.complete();
        opening.complete();
        second.join();
        assertThat(script.calls("send")).containsExactly("send 1", "send 1", "send 2");
    }

    @Test
    void aCloseOfTheSessionWaitsUntilRecoveryHasSentWhatTheLossLeftUnsent() throws Exception {
        Session session = provider.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"), outcomes);
        held.fail(ScriptedProvider.lost("cable cut").withoutEffect());
        var closing = CompletableFuture.runAsync(() -> close(session));
        provider.connection().lose(ScriptedProvider.lost("cable cut"));
        closing.join();
        assertThat(outcomes.events).containsExactly("1 sent");
        assertThat(provider.sender().texts()).containsExactly("1");
    }

    @Test
    void aCloseOfTheConnectionFailsWhatWaitsForRecovery() throws Exception {
        Connection connection = provider.connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"), outcomes);
        held.fail(ScriptedProvider.lost("cable cut").withoutEffect());
        connection.close();
        assertThat(outcomes.failures).hasSize(1);
        assertThat(((JMSException) outcomes.failures.get(0)).getErrorCode()).isEqualTo("ANYQUEUE-NOT-SENT");
    }

    @Test
    void listenersAreCalledInTheOrderOfTheSendsWhateverTheOrderOfTheAnswers() throws JMSException {
        Session session = provider.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held first = script.hold(Step.SEND);
        Held second = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"), outcomes);
        producer.send(session.createTextMessage("2"), outcomes);
        second.fail(new JMSException("refused by the test"));
        first.complete();
        Script.await(() -> assertThat(outcomes.events).containsExactly("1 sent", "2 refused by the test"));
    }

    @Test
    void aCompletionIsNeverToldOnTheSendingThread() throws Exception {
        Session session = provider.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        producer.send(session.createTextMessage("1"), outcomes);
        Script.await(() -> assertThat(outcomes.threads).hasSize(1));
        assertThat(outcomes.threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void asynchronousSendsThatAreNotAnsweredTimeOutOneByOneAtTheirTime() throws JMSException {
        Session session = provider.connect("sendTimeout=10s").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND, 3);
        producer.send(session.createTextMessage("1"), outcomes);
        provider.time().advance(6_000);
        producer.send(session.createTextMessage("2"), outcomes);
        provider.time().advance(4_999);
        assertThat(outcomes.events).isEmpty();
        provider.time().advance(1);
        Script.await(() -> assertThat(outcomes.failures).hasSize(1));
        assertThat(outcomes.failures.get(0))
                .hasMessageContaining("send to queue \"q\": no answer within 10000 ms")
                .hasMessageContaining("sendTimeout");
        producer.send(session.createTextMessage("3"), outcomes);
        provider.time().advance(5_999);
        assertThat(outcomes.failures).hasSize(1);
        provider.time().advance(1);
        Script.await(() -> assertThat(outcomes.failures).hasSize(2));
        provider.time().advance(5_000);
        Script.await(() -> assertThat(outcomes.texts()).containsExactly("1", "2", "3"));
        // An answer that comes after all changes nothing any more.
        held.complete();
        session.close();
        assertThat(outcomes.events).hasSize(3);
        assertThat(provider.time().timers()).isZero();
    }

    @Test
    void anAnswerInTimeStopsTheClockForTheNextSend() throws JMSException {
        Session session = provider.connect("sendTimeout=10s").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        producer.send(session.createTextMessage("1"), outcomes);
        Script.await(() -> assertThat(provider.time().timers()).isZero());
        assertThat(outcomes.events).containsExactly("1 sent");
    }

    @Test
    void aCloseWaitsForTheAnswersAndTheirListeners() throws Exception {
        Session session = provider.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND);
        producer.send(session.createTextMessage("1"), outcomes);
        var closing = CompletableFuture.runAsync(() -> close(session));
        held.complete();
        closing.join();
        assertThat(outcomes.events).containsExactly("1 sent");
    }

    @Test
    void aWindowThatIsFullHoldsTheNextSendBack() throws Exception {
        Session session = provider.connect("asyncSendWindow=2").createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held held = script.hold(Step.SEND, 3);
        producer.send(session.createTextMessage("1"), outcomes);
        producer.send(session.createTextMessage("2"), outcomes);
        var third = CompletableFuture.runAsync(() -> send(producer, session, "3", outcomes));
        held.complete();
        third.join();
        assertThat(script.calls("send")).containsExactly("send 1", "send 2", "send 3");
        assertThat(outcomes.texts()).containsExactly("1");
        held.complete();
        held.complete();
    }

    private static void send(MessageProducer producer, Session session, String text) {
        try {
            producer.send(session.createTextMessage(text));
        } catch (JMSException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void send(MessageProducer producer, Session session, String text, CompletionListener listener) {
        try {
            producer.send(session.createTextMessage(text), listener);
        } catch (JMSException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void close(Session session) {
        try {
            session.close();
        } catch (JMSException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Remembers what completion listeners are told. */
    private static final class Outcomes implements CompletionListener {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final List<Exception> failures = new CopyOnWriteArrayList<>();
        private final List<Thread> threads = new CopyOnWriteArrayList<>();

        @Override
        public void onCompletion(Message message) {
            note(message, "sent");
        }

        @Override
        public void onException(Message message, Exception exception) {
            failures.add(exception);
            note(message, exception.getMessage());
        }

        private void note(Message message, String outcome) {
            threads.add(Thread.currentThread());
            try {
                events.add(((TextMessage) message).getText() + ' ' + outcome);
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        }

        List<String> texts() {
            return events.stream().map(each -> each.substring(0, 1)).toList();
        }
    }
}
