package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which ranges are settled, how and when, in each acknowledgement mode (section 6.2.10). */
class SettlementTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();

    @Test
    void automaticallyEachBeforeTheReceiveReturns() throws JMSException {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(consumer.receive(10_000)).isNotNull();
            assertThat(settled()).hasSize(i + 1).last().isEqualTo("settle " + i + '-' + i + " ACCEPTED");
        }
    }

    @Test
    void automaticallyEachAfterItsListenerHasReturned() throws JMSException {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE, 3);
        List<Integer> settledBefore = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        consumer.setMessageListener(message -> {
            settledBefore.add(settled().size());
            calls.incrementAndGet();
        });
        Script.await(() -> assertThat(settled()).hasSize(3));
        assertThat(calls).hasValue(3);
        assertThat(settledBefore).containsExactly(0, 1, 2);
    }

    @Test
    void aListenerThatThrowsGetsItsMessageAgainBeforeItIsSettled() throws JMSException {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE, 2);
        List<String> seen = new ArrayList<>();
        consumer.setMessageListener(message -> {
            String id = id(message);
            seen.add(id);
            if (seen.size() == 1) {
                throw new IllegalArgumentException("thrown by the test");
            }
        });
        Script.await(() -> assertThat(settled()).containsExactly("settle 0-0 ACCEPTED", "settle 1-1 ACCEPTED"));
        assertThat(seen).containsExactly("ID:0", "ID:0", "ID:1");
    }

    @Test
    void onAcknowledgeAllThatWasConsumedAsOneRange() throws JMSException {
        MessageConsumer consumer = consumer(Session.CLIENT_ACKNOWLEDGE, 5);
        consumer.receive(10_000);
        Message second = consumer.receive(10_000);
        consumer.receive(10_000);
        assertThat(settled()).isEmpty();
        second.acknowledge();
        assertThat(settled()).containsExactly("settle 0-2 ACCEPTED");
        second.acknowledge();
        assertThat(settled()).hasSize(1);
        consumer.receive(10_000).acknowledge();
        assertThat(settled()).containsExactly("settle 0-2 ACCEPTED", "settle 3-3 ACCEPTED");
    }

    @Test
    void onAcknowledgeARangeForEachConsumer() throws JMSException {
        Session session = provider.connect().createSession(Session.CLIENT_ACKNOWLEDGE);
        List<MessageConsumer> consumers = new ArrayList<>();
        for (String each : List.of("a", "b")) {
            consumers.add(session.createConsumer(session.createQueue(each)));
            provider.receiver().stock("1", "2");
        }
        consumers.get(0).receive(10_000);
        consumers.get(0).receive(10_000);
        consumers.get(1).receive(10_000);
        consumers.get(1).receive(10_000).acknowledge();
        assertThat(settled()).containsExactly("settle 0-1 ACCEPTED", "settle 0-1 ACCEPTED");
    }

    @Test
    void individuallyThatMessageOnly() throws JMSException {
        MessageConsumer consumer = consumer(AcknowledgementMode.INDIVIDUAL_ACKNOWLEDGE, 3);
        consumer.receive(10_000);
        Message second = consumer.receive(10_000);
        Message third = consumer.receive(10_000);
        third.acknowledge();
        second.acknowledge();
        second.acknowledge();
        assertThat(settled()).containsExactly("settle 2-2 ACCEPTED", "settle 1-1 ACCEPTED");
    }

    @Test
    void lazilyInBatchesAndTheRestWhenNothingMoreComes() throws JMSException {
        MessageConsumer consumer = consumer(Session.DUPS_OK_ACKNOWLEDGE, 130);
        consumer.setMessageListener(message -> {});
        Script.await(() -> assertThat(settled())
                .containsExactly("settle 0-63 ACCEPTED", "settle 64-127 ACCEPTED", "settle 128-129 ACCEPTED"));
    }

    @Test
    void lazilyAfterAPauseAndWhenAReceiveFindsNothing() throws JMSException {
        MessageConsumer consumer = consumer(Session.DUPS_OK_ACKNOWLEDGE, 2);
        consumer.receive(10_000);
        assertThat(settled()).isEmpty();
        consumer.receive(10_000);
        assertThat(settled()).containsExactly("settle 0-0 ACCEPTED");
        provider.time().advance(100);
        assertThat(settled()).containsExactly("settle 0-0 ACCEPTED", "settle 1-1 ACCEPTED");
    }

    @Test
    void inTheTransactionAtItsCommit() throws JMSException {
        Session session = provider.connect().createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1", "2", "3");
        consumer.receive(10_000);
        consumer.receive(10_000);
        assertThat(script.count("begin")).isZero();
        session.commit();
        consumer.receive(10_000);
        session.commit();
        session.commit();
        List<String> calls = script.calls();
        assertThat(calls.stream().filter(each -> each.contains("transaction")))
                .containsExactly(
                        "settle 0-1 ACCEPTED in transaction 1",
                        "commit transaction 1",
                        "settle 2-2 ACCEPTED in transaction 2",
                        "commit transaction 2");
        assertThat(script.count("begin"))
                .as("an empty transaction is not begun")
                .isEqualTo(2);
    }

    @Test
    void afterARollbackNotBeforeTheyAreConsumedAgain() throws JMSException {
        Session session = provider.connect().createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1", "2");
        consumer.receive(10_000);
        consumer.receive(10_000);
        session.rollback();
        assertThat(settled()).isEmpty();
        assertThat(id(consumer.receive(10_000))).isEqualTo("ID:0");
        session.commit();
        assertThat(settled()).containsExactly("settle 0-0 ACCEPTED in transaction 1");
        session.close();
        assertThat(settled()).last().isEqualTo("settle 1-1 FAILED");
    }

    @Test
    void asFailedWhenTheSessionClosesAndAsReleasedWhereNobodySawThem() throws JMSException {
        Session session = provider.connect().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1", "2");
        consumer.receive(10_000);
        consumer.receive(10_000);
        provider.receiver().push("3", "4");
        session.close();
        assertThat(settled()).containsExactly("settle 0-1 FAILED", "settle 2-3 RELEASED");
    }

    @Test
    void withTheNumberOfDeliveriesThatFailedHere() throws JMSException {
        Session session = provider.connect().createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1", "2", "3");
        consumer.receive(10_000);
        consumer.receive(10_000);
        session.rollback();
        consumer.receive(10_000);
        session.rollback();
        consumer.receive(10_000);
        consumer.receive(10_000);
        provider.receiver().push("4");
        session.close();
        // The application had the first three times, the second twice, and the last never.
        assertThat(settled())
                .containsExactly("settle 0-0 FAILED 3 times", "settle 1-1 FAILED 2 times", "settle 2-2 RELEASED");
    }

    @Test
    void withTheNumberOfFailedDeliveriesWhenAConsumerIdles() throws JMSException {
        Session session = provider.connect().createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1", "2");
        consumer.receive(10_000);
        consumer.receive(10_000);
        session.rollback();
        consumer.receive(10_000);
        session.rollback();
        provider.receiver().push("3");
        provider.time().advance(100);
        provider.time().advance(100);
        assertThat(settled()).containsExactly("settle 0-0 FAILED 2 times", "settle 1-1 FAILED", "settle 2-2 RELEASED");
    }

    @Test
    void asAcceptedBeforeTheRestFailsWhenALazySessionCloses() throws JMSException {
        Session session = provider.connect().createSession(Session.DUPS_OK_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1");
        consumer.receive(10_000);
        session.close();
        assertThat(settled()).containsExactly("settle 0-0 ACCEPTED");
    }

    @Test
    void notAtAllWhereTheReceiverIsLost() throws JMSException {
        Session session = provider.connect().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("1");
        Message held = consumer.receive(10_000);
        provider.receiver().lose(ScriptedProvider.lost("receiver gone"));
        script.awaitCount("openReceiver", 2);
        org.assertj.core.api.Assertions.assertThatThrownBy(held::acknowledge)
                .hasMessageContaining("cannot be acknowledged any more");
        assertThat(settled()).isEmpty();
    }

    private MessageConsumer consumer(int mode, int messages) throws JMSException {
        Session session = provider.connect().createSession(mode);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver()
                .stock(IntStream.range(0, messages).mapToObj(each -> "m" + each).toArray(String[]::new));
        return consumer;
    }

    private List<String> settled() {
        return script.calls("settle");
    }

    private static String id(Message message) {
        try {
            return message.getJMSMessageID();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }
}
