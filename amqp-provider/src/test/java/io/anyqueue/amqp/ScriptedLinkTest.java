package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Links, sessions and transactions that a peer refuses, starves or ends. */
final class ScriptedLinkTest extends OnScriptedPeer {

    @Test
    void aRefusedSenderSaysWhyAndTheSessionLives() throws Exception {
        expectSession();
        peer.expectAttach().ofSender().reject(true, "amqp:not-found", "no such queue");
        peer.expectDetach();
        expectSender(10);
        peer.expectTransfer().accept();
        Session session = session(connect(""));
        assertThatThrownBy(() -> producer(session, "missing").send(session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("no such queue");
        producer(session, "present").send(session.createMessage());
        awaitScript();
    }

    @Test
    void aRefusedReceiverSaysWhyAndTheSessionLives() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().reject(true, "amqp:unauthorized-access", "not for you");
        peer.expectDetach();
        expectSender(10);
        peer.expectTransfer().accept();
        Session session = session(connect(""));
        assertThatThrownBy(() -> session.createConsumer(session.createQueue("secret")))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("not for you");
        producer(session, "present").send(session.createMessage());
        awaitScript();
    }

    @Test
    void aSelectorThatThePeerDroppedIsNotIgnored() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond().withSource().withAddress("plain");
        peer.expectDetach().respond();
        Session session = session(connect(""));
        assertThatThrownBy(() -> session.createConsumer(session.createQueue("plain"), "a = 1"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("selector");
        awaitScript();
    }

    @Test
    void anUnansweredAttachFailsInTimeAndTheSessionLives() throws Exception {
        atSomePace(() -> true, millis -> {
            CountDownLatch detached = new CountDownLatch(1);
            expectSession();
            peer.expectAttach().ofReceiver();
            peer.expectDetach();
            peer.execute(detached::countDown).queue();
            expectSender(10);
            peer.expectTransfer().accept();
            Session session = session(connect("&requestTimeout=" + millis + "ms"));
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("silent")))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("requestTimeout");
            assertThat(detached.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
            producer(session, "present").send(session.createMessage());
            awaitScript();
        });
    }

    @Test
    void aSenderWithoutCreditTimesOutAndOthersAreUnharmed() throws Exception {
        atSomePace(() -> true, millis -> {
            expectSession();
            expectSender(0);
            expectSender(10);
            peer.expectTransfer().accept();
            Session session = session(connect("&sendTimeout=" + millis + "ms"));
            MessageProducer starved = producer(session, "full");
            MessageProducer fed = producer(session, "free");
            assertThatThrownBy(() -> starved.send(session.createMessage()))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("sendTimeout");
            fed.send(session.createMessage());
            awaitScript();
        });
    }

    @Test
    void aRejectedSendSaysWhy() throws Exception {
        expectSession();
        expectSender(10);
        peer.expectTransfer().reject("amqp:resource-limit-exceeded", "full");
        peer.expectTransfer().release();
        peer.expectTransfer().modify(true);
        peer.expectTransfer().accept();
        Session session = session(connect(""));
        MessageProducer producer = producer(session, "full");
        assertThatThrownBy(() -> producer.send(session.createMessage()))
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("full");
        assertThatThrownBy(() -> producer.send(session.createMessage())).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send(session.createMessage())).isInstanceOf(JMSException.class);
        producer.send(session.createMessage());
        awaitScript();
    }

    @Test
    void theNextSendOpensAnotherSenderWhereThePeerEndedOne() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        expectSession();
        expectSender(10);
        peer.expectTransfer().accept();
        peer.remoteDetach().withErrorCondition("amqp:resource-deleted", "gone").queue();
        peer.expectDetach();
        peer.execute(ended::countDown).queue();
        expectSender(10);
        peer.expectTransfer().accept();
        Session session = session(connectRecovering(""));
        MessageProducer producer = producer(session, "moving");
        producer.send(session.createMessage());
        assertThat(ended.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        producer.send(session.createMessage());
        awaitScript();
    }

    @Test
    void aReceiverThatThePeerEndedIsOpenedAnew() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow();
        peer.remoteDetach().withErrorCondition("amqp:link:stolen", "taken").queue();
        peer.expectDetach();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow();
        peer.remoteTransfer()
                .withDeliveryId(0)
                .withDeliveryTag(new byte[] {1})
                .withPayload(text("after"))
                .queue();
        Connection connection = connectRecovering("");
        connection.start();
        Session session = session(connection);
        MessageConsumer consumer = session.createConsumer(session.createQueue("stolen"));
        assertThat(consumer.receive(SOON).getBody(String.class)).isEqualTo("after");
    }

    @Test
    void aSessionThatThePeerEndedIsOpenedAnewWithItsReceivers() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow();
        peer.remoteEnd().withErrorCondition("amqp:session:errant-link", "odd").queue();
        peer.expectEnd();
        peer.expectBegin().respond();
        peer.expectAttach().ofReceiver().respond();
        peer.expectFlow();
        peer.remoteTransfer()
                .withDeliveryId(0)
                .withDeliveryTag(new byte[] {1})
                .withPayload(text("after"))
                .queue();
        Connection connection = connectRecovering("");
        connection.start();
        Session session = session(connection);
        MessageConsumer consumer = session.createConsumer(session.createQueue("kept"));
        assertThat(consumer.receive(SOON).getBody(String.class)).isEqualTo("after");
    }

    private Session transacted() throws JMSException {
        return connect("").createSession(true, Session.SESSION_TRANSACTED);
    }

    @Test
    void aTransactionWhoseCoordinatorIsLostIsRolledBackAndTheNextOneWorks() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        expectSession();
        expectSender(10);
        peer.expectCoordinatorAttach().respond();
        peer.remoteFlow().withLinkCredit(2).queue();
        peer.expectDeclare().accept(new byte[] {1});
        peer.expectTransfer().accept();
        peer.remoteDetachLastCoordinatorLink()
                .withErrorCondition("amqp:transaction:timeout", "too long")
                .queue();
        peer.expectDetach();
        peer.execute(ended::countDown).queue();
        peer.expectCoordinatorAttach().respond();
        peer.remoteFlow().withLinkCredit(2).queue();
        peer.expectDeclare().accept(new byte[] {2});
        peer.expectTransfer().accept();
        peer.expectDischarge().withFail(false).withTxnId(new byte[] {2}).accept();
        Session session = transacted();
        MessageProducer producer = producer(session, "orders");
        producer.send(session.createMessage());
        assertThat(ended.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);
        producer.send(session.createMessage());
        session.commit();
        awaitScript();
    }

    @Test
    void aRefusedCommitIsARollback() throws Exception {
        expectSession();
        expectSender(10);
        peer.expectCoordinatorAttach().respond();
        peer.remoteFlow().withLinkCredit(2).queue();
        peer.expectDeclare().accept(new byte[] {1});
        peer.expectTransfer().accept();
        peer.expectDischarge().withFail(false).reject("amqp:transaction:rollback", "conflict");
        Session session = transacted();
        producer(session, "orders").send(session.createMessage());
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("conflict");
        awaitScript();
    }

    private void expectDischargeAnsweredByEndOfCoordinator(String condition) {
        expectSession();
        expectSender(10);
        peer.expectCoordinatorAttach().respond();
        peer.remoteFlow().withLinkCredit(2).queue();
        peer.expectDeclare().accept(new byte[] {1});
        peer.expectTransfer().accept();
        peer.expectDischarge().withFail(false);
        peer.remoteDetachLastCoordinatorLink()
                .withErrorCondition(condition, "as the test says")
                .queue();
        peer.expectDetach();
    }

    @Test
    void aCommitAnsweredByTheEndOfTheCoordinatorIsARollbackWhereTheConditionSaysSo() throws Exception {
        expectDischargeAnsweredByEndOfCoordinator("amqp:transaction:rollback");
        Session session = transacted();
        producer(session, "orders").send(session.createMessage());
        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("as the test says");
        awaitScript();
    }

    @Test
    void aCommitAnsweredByTheEndOfTheCoordinatorIsInDoubtOtherwise() throws Exception {
        expectDischargeAnsweredByEndOfCoordinator("amqp:internal-error");
        Session session = transacted();
        producer(session, "orders").send(session.createMessage());
        assertThatThrownBy(session::commit)
                .isNotInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining("may have been committed or rolled back");
        awaitScript();
    }
}
