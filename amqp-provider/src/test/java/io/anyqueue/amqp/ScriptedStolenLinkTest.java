package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.test.driver.actions.DetachInjectAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that the peer takes away because somebody else attached them: only these are opened anew, or reported. */
final class ScriptedStolenLinkTest extends OnScriptedPeer {
    private static final String STOLEN = "amqp:link:stolen";

    private void expectReceiver() {
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow();
    }

    private DetachInjectAction stolen(int handle) {
        return peer.remoteDetach().withHandle(handle).withClosed(true).withErrorCondition(STOLEN, "taken by another");
    }

    /** Ends the link when the script has come so far. */
    private void steal(int handle) {
        stolen(handle).queue();
        peer.expectDetach().withHandle(handle).withClosed(true);
    }

    private static MessageConsumer consumer(Session session, String queue) throws JMSException {
        return session.createConsumer(session.createQueue(queue));
    }

    private Connection connect(boolean recovering) throws JMSException {
        return recovering ? connectRecovering("") : connect("");
    }

    @Test
    void aStolenReceiverIsOpenedAnewAndTheOtherOfItsSessionIsLeftAlone() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow();
        steal(1);
        peer.remoteTransfer()
                .withHandle(0)
                .withDeliveryId(0)
                .withDeliveryTag(new byte[] {1})
                .withPayload(text("for the other"))
                .queue();
        expectReceiver();
        peer.remoteTransfer()
                .withDeliveryId(1)
                .withDeliveryTag(new byte[] {2})
                .withPayload(text("for the one"))
                .queue();
        Connection connection = connectRecovering("");
        CompletableFuture<JMSException> failure = new CompletableFuture<>();
        connection.setExceptionListener(failure::complete);
        Session session = session(connection);
        MessageConsumer other = consumer(session, "other");
        MessageConsumer one = consumer(session, "one");
        connection.start();
        assertThat(other.receive(SOON).getBody(String.class)).isEqualTo("for the other");
        assertThat(one.receive(SOON).getBody(String.class)).isEqualTo("for the one");
        awaitScript();
        assertThat(failure).isNotDone();
    }

    @Test
    void aStolenReceiverIsReportedWithTheConditionWhereNothingIsRecovered() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        Connection connection = connect("");
        CompletableFuture<JMSException> failure = new CompletableFuture<>();
        connection.setExceptionListener(failure::complete);
        MessageConsumer consumer = consumer(session(connection), "one");
        peer.expectDetach().withHandle(0).withClosed(true);
        peer.expectClose().optional();
        stolen(0).now();
        assertThat(failure.get(SOON, TimeUnit.MILLISECONDS))
                .hasMessageContaining(STOLEN)
                .hasMessageContaining("taken by another")
                .hasMessageContaining("one");
        assertThatThrownBy(() -> consumer.receive(SOON)).isInstanceOf(JMSException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSendUnderWayOnAStolenSenderIsInDoubtAndTheOtherSenderIsUnharmed(boolean recovering) throws Exception {
        expectSession();
        expectSender(10);
        expectSender(10);
        peer.expectTransfer().withHandle(0).accept();
        peer.expectTransfer().withHandle(1);
        steal(1);
        peer.expectTransfer().withHandle(0).accept();
        expectSender(10);
        peer.expectTransfer().accept();
        Connection connection = connect(recovering);
        CompletableFuture<JMSException> failure = new CompletableFuture<>();
        connection.setExceptionListener(failure::complete);
        Session session = session(connection);
        MessageProducer other = producer(session, "other");
        MessageProducer one = producer(session, "one");
        other.send(session.createMessage());
        assertThatThrownBy(() -> one.send(session.createMessage()))
                .isInstanceOfSatisfying(
                        JMSException.class, e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-SEND-IN-DOUBT"))
                .cause()
                .hasMessageContaining(STOLEN)
                .hasMessageContaining("taken by another");
        other.send(session.createMessage());
        one.send(session.createMessage());
        awaitScript();
        assertThat(failure).isNotDone();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anIdleSenderThatIsStolenIsOpenedAnewByTheNextSend(boolean recovering) throws Exception {
        CountDownLatch stolen = new CountDownLatch(1);
        expectSession();
        expectSender(10);
        peer.expectTransfer().accept();
        steal(0);
        peer.execute(stolen::countDown).queue();
        expectSender(10);
        peer.expectTransfer().accept();
        Session session = session(connect(recovering));
        MessageProducer producer = producer(session, "one");
        producer.send(session.createMessage());
        assertThat(stolen.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        producer.send(session.createMessage());
        awaitScript();
    }
}
