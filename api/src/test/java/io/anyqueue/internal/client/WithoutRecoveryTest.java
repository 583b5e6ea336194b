package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.anyqueue.internal.client.Script.Held;
import io.anyqueue.internal.client.Script.Step;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With {@code recovery=false} what the peer ends is closed and reported, and everything beside it goes on. */
class WithoutRecoveryTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();
    private Connection connection;
    private Session session;

    @BeforeEach
    void connect() throws JMSException {
        connection = provider.connect("recovery=false");
        session = connection.createSession();
    }

    private MessageConsumer consumer(String queue) throws JMSException {
        return session.createConsumer(session.createQueue(queue));
    }

    @Test
    void aConsumerThatThePeerEndsIsClosedAndReportedAndItsNeighboursGoOn() throws JMSException {
        MessageConsumer ended = consumer("ended");
        ScriptedReceiver receiver = provider.receiver();
        MessageConsumer neighbour = consumer("neighbour");
        receiver.lose(ScriptedProvider.lost("stolen by another"));
        awaitProblem("ANYQUEUE-CONSUMER-LOST", "ended", "stolen by another");
        assertEnded(() -> ended.receive(10_000), "stolen by another");
        assertEnded(ended::getMessageSelector, "stolen by another");
        ended.close();
        provider.receiver().stock("1");
        assertThat(neighbour.receive(10_000)).isNotNull();
        assertThat(consumer("ended")).isNotNull();
        connection.createSession();
        assertThat(provider.states()).isEmpty();
    }

    @Test
    void eachConsumerIsReportedWithItsOwnReason() throws JMSException {
        consumer("a");
        ScriptedReceiver first = provider.receiver();
        consumer("b");
        first.lose(ScriptedProvider.lost("the first reason"));
        provider.receiver().lose(ScriptedProvider.lost("the second reason"));
        Script.await(() -> assertThat(provider.problems()).hasSize(2));
        assertThat(provider.problems())
                .extracting(Throwable::getMessage)
                .anyMatch(each -> each.contains("\"a\"") && each.contains("the first reason"))
                .anyMatch(each -> each.contains("\"b\"") && each.contains("the second reason"));
    }

    /** As after a close: what the exception listener hears no call throws (sections 6.1.7 and 8.8). */
    @Test
    void aBlockedReceiveOfAnEndedConsumerReturnsNull() throws Exception {
        MessageConsumer ended = consumer("q");
        CompletableFuture<Message> blocked = blockedReceive(ended, provider.receiver());
        provider.receiver().lose(ScriptedProvider.lost("stolen by another"));
        assertThat(blocked.get(60, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void whatAnEndedConsumerHasDeliveredToAListenerStays() throws JMSException {
        MessageConsumer ended = consumer("q");
        CompletableFuture<Message> first = new CompletableFuture<>();
        ended.setMessageListener(first::complete);
        provider.receiver().stock("1");
        Script.await(() -> assertThat(first).isCompleted());
        provider.receiver().lose(ScriptedProvider.lost("stolen by another"));
        awaitProblem("ANYQUEUE-CONSUMER-LOST", "stolen by another");
        assertThat(script.count("openReceiver")).isEqualTo(1);
        session.close();
    }

    @Test
    void aLostSessionIsClosedWithItsObjectsAndTheOthersGoOn() throws Exception {
        MessageConsumer consumer = consumer("q");
        CompletableFuture<Message> blocked = blockedReceive(consumer, provider.receiver());
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        ScriptedSession lost = provider.session();
        Session other = connection.createSession();
        MessageConsumer neighbour = other.createConsumer(other.createQueue("q"));
        lost.lose(ScriptedProvider.lost("window violation"));
        assertThat(blocked.get(60, TimeUnit.SECONDS)).isNull();
        awaitProblem("ANYQUEUE-SESSION-LOST", "window violation");
        assertEnded(consumer::receiveNoWait, "window violation");
        assertEnded(() -> producer.send(session.createTextMessage("1")), "window violation");
        assertEnded(() -> consumer("q"), "window violation");
        assertEnded(session::recover, "window violation");
        consumer.close();
        producer.close();
        session.close();
        provider.receiver().stock("1");
        assertThat(neighbour.receive(10_000)).isNotNull();
        connection.close();
        assertThat(provider.problems()).hasSize(1);
    }

    @Test
    void theTransactionOfALostSessionWasRolledBack() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        transacted.createProducer(transacted.createQueue("q")).send(transacted.createTextMessage("1"));
        provider.session().lose(ScriptedProvider.lost("window violation"));
        awaitProblem("ANYQUEUE-SESSION-LOST", "window violation");
        assertThatThrownBy(transacted::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("window violation");
    }

    @Test
    void aSenderThatThePeerEndsIsOpenedAnewByTheNextSend() throws Exception {
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        Held unanswered = script.hold(Step.SEND);
        CompletableFuture<Throwable> outcome = CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> producer.send(session.createTextMessage("1"))));
        unanswered.await(1);
        ScriptedSender first = provider.sender();
        unanswered.fail(ScriptedProvider.lost("sender gone"));
        first.lose(ScriptedProvider.lost("sender gone"));
        assertThat(outcome.get(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-SEND-IN-DOUBT"));
        producer.send(session.createTextMessage("2"));
        assertThat(provider.sender().texts()).containsExactly("2");
        assertThat(provider.problems()).isEmpty();
    }

    /** One that has begun, as its grant shows. */
    private static CompletableFuture<Message> blockedReceive(MessageConsumer consumer, ScriptedReceiver receiver) {
        CompletableFuture<Message> blocked = CompletableFuture.supplyAsync(() -> {
            try {
                return consumer.receive(60_000);
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        Script.await(() -> assertThat(receiver.grants()).isNotEmpty());
        return blocked;
    }

    private void awaitProblem(String code, String... parts) {
        Script.await(() -> assertThat(provider.problems()).hasSize(1));
        assertThat(provider.problems().get(0).getErrorCode()).isEqualTo(code);
        assertThat(provider.problems().get(0)).hasMessageContainingAll(parts);
    }

    private static void assertEnded(ThrowingCallable call, String reason) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(" is closed")
                .hasMessageContaining(reason);
    }
}
