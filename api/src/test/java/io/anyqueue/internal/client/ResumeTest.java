package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A receiver that succeeds a lost one goes on at its position, where the provider has such a thing. */
class ResumeTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();

    private MessageConsumer consumer(int mode) throws JMSException {
        Session session = provider.connect().createSession(mode);
        return session.createConsumer(session.createQueue("q"));
    }

    private void lose(int times) {
        provider.connection().lose(ScriptedProvider.lost("connection gone"));
        Script.await(() -> {
            // An attempt that failed is followed by a pause.
            provider.time().advance(1_000);
            assertThat(provider.states().stream().filter("restored"::equals)).hasSize(times);
        });
    }

    private Object resumedAt() {
        return provider.session().specs().get(0).resume();
    }

    @Test
    void theFirstReceiverResumesNothing() throws JMSException {
        consumer(Session.AUTO_ACKNOWLEDGE);
        assertThat(resumedAt()).isNull();
        lose(1);
        assertThat(resumedAt()).isNull();
    }

    @Test
    void aSuccessorGoesOnAtThePositionOfTheLostReceiver() throws JMSException {
        consumer(Session.AUTO_ACKNOWLEDGE);
        provider.receiver().reach("here");
        lose(1);
        assertThat(resumedAt()).isEqualTo("here");
    }

    @Test
    void oneThatWasLostBeforeItCameToAPositionLeavesTheFormerOne() throws JMSException {
        consumer(Session.AUTO_ACKNOWLEDGE);
        provider.receiver().reach("here");
        lose(1);
        lose(2);
        assertThat(resumedAt()).isEqualTo("here");
        provider.receiver().reach("there");
        script.fail(Script.Step.OPEN_RECEIVER, ScriptedProvider.lost("gone while opening"));
        lose(3);
        assertThat(resumedAt()).isEqualTo("there");
    }

    @Test
    void aReceiverThatAloneIsLostIsSucceededAtItsPositionToo() throws JMSException {
        consumer(Session.AUTO_ACKNOWLEDGE);
        provider.receiver().reach("here");
        provider.receiver().lose(ScriptedProvider.lost("receiver gone"));
        Script.await(() -> assertThat(provider.session().specs()).hasSize(2));
        assertThat(provider.session().specs().get(1).resume()).isEqualTo("here");
    }

    /** The settlement must reach the position, which the successor may not have taken yet. */
    @Test
    void aReceiverWithAPositionHearsOfSettlementsAfterItsLoss() throws Exception {
        assertThat(settledByAListenerThatOutlivesTheReceiver("here")).isEqualTo(1);
    }

    @Test
    void aReceiverWithoutPositionHearsOfNone() throws Exception {
        assertThat(settledByAListenerThatOutlivesTheReceiver(null)).isZero();
    }

    private int settledByAListenerThatOutlivesTheReceiver(Object position) throws Exception {
        MessageConsumer consumer = consumer(Session.AUTO_ACKNOWLEDGE);
        ScriptedReceiver first = provider.receiver();
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        consumer.setMessageListener(message -> {
            called.countDown();
            awaitQuietly(released);
        });
        if (position != null) {
            first.reach(position);
        }
        first.stock("1");
        assertThat(called.await(60, TimeUnit.SECONDS)).isTrue();
        lose(1);
        released.countDown();
        consumer.close();
        return script.count("settle 0-0 ACCEPTED");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheApplicationSentBackAndTheBufferHeldAtTheLossComesAgainMarked() throws JMSException {
        Session session = provider.connect().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        provider.receiver().stock("seen", "unseen");
        assertThat(consumer.receive(10_000)).isNotNull();
        session.recover();
        lose(1);
        provider.receiver().stock("seen", "unseen");
        Message again = consumer.receive(10_000);
        assertThat(again.getBody(String.class)).isEqualTo("seen");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(consumer.receive(10_000).getJMSRedelivered()).isFalse();
    }
}
