package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** JMSContext. */
class ContextTests extends ComplianceTest {
    private static final long PATIENCE = Workbench.PATIENCE.toMillis();

    @Test
    @Requirement({"6.1.4-3", "8.2-1", "JMSConsumer.receive-1", "JMSContext.setAutoStart-1"})
    void creatingAConsumerStartsAContext() throws Exception {
        JMSContext context = jms.context();
        assertThat(context.getAutoStart()).isTrue();
        JMSConsumer consumer = context.createConsumer(jms.queue());
        context.createProducer().send(jms.queue(), "a").send(jms.queue(), "b").send(jms.queue(), "c");
        assertThat(consumer.receive().getBody(String.class)).isEqualTo("a");
        assertThat(consumer.receive(PATIENCE).getBody(String.class)).isEqualTo("b");
        assertThat(consumer.receiveBody(String.class)).isEqualTo("c");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(10)).isNull();
    }

    @Test
    @Requirement({"6.1.4-4", "JMSContext.setAutoStart-1"})
    void withoutAutoStartNothingComesBeforeStart() throws Exception {
        JMSContext context = jms.context();
        context.setAutoStart(false);
        assertThat(context.getAutoStart()).isFalse();
        JMSConsumer consumer = context.createConsumer(jms.queue());
        context.createProducer().send(jms.queue(), "a");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(30)).isNull();
        context.start();
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("a");
    }

    @Test
    @Requirement("8.4-1")
    void aContextIsStoppedAndStartedAgain() throws Exception {
        JMSContext context = jms.context();
        JMSConsumer consumer = context.createConsumer(jms.queue());
        context.stop();
        context.createProducer().send(jms.queue(), "a");
        assertThat(consumer.receiveNoWait()).isNull();
        context.start();
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("a");
    }

    @Test
    @Requirement({"JMSContext.createContext-1", "6.1.8-4"})
    void contextsOfOneConnectionLiveUntilTheLastIsClosed() throws Exception {
        String id = jms.unique("client");
        JMSContext first = jms.context();
        first.setClientID(id);
        JMSContext second = jms.keep(first.createContext(JMSContext.CLIENT_ACKNOWLEDGE));
        assertThat(second.getClientID()).isEqualTo(id);
        assertThat(second.getSessionMode()).isEqualTo(JMSContext.CLIENT_ACKNOWLEDGE);
        first.close();
        second.createProducer().send(jms.queue(), "a");
        assertThat(second.createConsumer(jms.queue()).receiveBody(String.class, PATIENCE))
                .isEqualTo("a");
        second.acknowledge();
        second.close();
        JMSContext again = jms.context();
        again.setClientID(id);
        assertThat(again.getClientID()).isEqualTo(id);
    }

    @Test
    @Requirement("JMSContext.createContext-2")
    void aModeThatDoesNotExistIsRefused() throws Exception {
        JMSContext context = jms.context();
        refusedUnchecked(() -> jms.keep(context.createContext(77)));
    }

    @Test
    @Requirement("JMSContext.getSessionMode-1")
    void aContextTellsItsMode() throws Exception {
        for (int mode :
                new int[] {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE
                }) {
            assertThat(jms.context(mode).getSessionMode()).isEqualTo(mode);
            assertThat(jms.context(mode).getTransacted()).isFalse();
        }
        if (jms.claims(Feature.TRANSACTIONS)) {
            JMSContext transacted = jms.context(JMSContext.SESSION_TRANSACTED);
            assertThat(transacted.getSessionMode()).isEqualTo(JMSContext.SESSION_TRANSACTED);
            assertThat(transacted.getTransacted()).isTrue();
        }
    }

    @Test
    @Requirement("JMSContext.createMessage-1")
    void everyKindOfMessageIsMade() throws Exception {
        JMSContext context = jms.context();
        assertThat(context.createMessage()).isNotNull();
        assertThat(context.createTextMessage().getText()).isNull();
        assertThat(context.createTextMessage("t").getText()).isEqualTo("t");
        assertThat(context.createBytesMessage()).isNotNull();
        assertThat(context.createMapMessage()).isNotNull();
        assertThat(context.createStreamMessage()).isNotNull();
        assertThat(context.createObjectMessage().getObject()).isNull();
        assertThat(context.createObjectMessage("o").getObject()).isEqualTo("o");
        assertThat(context.createQueue("q").getQueueName()).isNotEmpty();
    }

    @Test
    @Requirement("JMSContext.acknowledge-1")
    void acknowledgeAcknowledgesAllThatWasDelivered() throws Exception {
        jms.send(jms.queue(), "a", "b", "c");
        try (JMSContext context = jms.factory().createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            JMSConsumer consumer = context.createConsumer(jms.queue());
            consumer.receiveBody(String.class, PATIENCE);
            consumer.receiveBody(String.class, PATIENCE);
            context.acknowledge();
            assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("c");
        }
        assertThat(jms.drain(jms.queue())).containsExactly("c");
    }

    @Test
    @Requirement("JMSContext.acknowledge-2")
    void acknowledgeIsIgnoredInOtherModes() throws Exception {
        jms.context().acknowledge();
        jms.context(JMSContext.DUPS_OK_ACKNOWLEDGE).acknowledge();
    }

    @Test
    @Requirement("JMSContext.recover-1")
    void recoverGoesBackToTheFirstMessageNotAcknowledged() throws Exception {
        jms.send(jms.queue(), "a", "b");
        JMSContext context = jms.context(JMSContext.CLIENT_ACKNOWLEDGE);
        JMSConsumer consumer = context.createConsumer(jms.queue());
        consumer.receive(PATIENCE);
        consumer.receive(PATIENCE);
        context.recover();
        Message again = consumer.receive(PATIENCE);
        assertThat(again.getBody(String.class)).isEqualTo("a");
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("b");
        context.acknowledge();
    }

    @Test
    @Needs(Feature.TRANSACTIONS)
    @Requirement({"JMSContext.commit-1", "6.2.7-1", "6.2.7-2"})
    void aTransactedContextCommitsAndRollsBack() throws Exception {
        JMSContext context = jms.context(JMSContext.SESSION_TRANSACTED);
        context.createProducer().send(jms.queue(), "lost");
        context.rollback();
        context.createProducer().send(jms.queue(), "kept");
        context.commit();
        assertThat(jms.drain(jms.queue())).containsExactly("kept");
    }

    @Test
    @Requirement({"JMSContext.commit-1", "10.3-1", "10.3-11"})
    void aContextWithoutTransactionsRefusesCommitAndRollback() throws Exception {
        JMSContext context = jms.context();
        refused(IllegalStateRuntimeException.class, context::commit);
        refused(IllegalStateRuntimeException.class, context::rollback);
        if (jms.claims(Feature.TRANSACTIONS)) {
            JMSContext transacted = jms.context(JMSContext.SESSION_TRANSACTED);
            refused(IllegalStateRuntimeException.class, transacted::recover);
        }
    }

    @Test
    @Requirement("6.2.6-1")
    void aRunningContextTakesASecondListener() throws Exception {
        Queue other = jms.newQueue();
        Inbox inbox = jms.inbox();
        JMSContext context = jms.context();
        context.createConsumer(jms.queue()).setMessageListener(inbox);
        jms.send(jms.queue(), "a");
        inbox.await(1);
        context.createConsumer(other).setMessageListener(inbox);
        jms.send(other, "b");
        assertThat(inbox.awaitTexts(2)).containsExactly("a", "b");
    }

    @Test
    @Needs(Feature.DURABLE_SUBSCRIPTIONS)
    @Requirement({"JMSContext.createDurableConsumer-1", "JMSContext.createDurableConsumer-3"})
    void aContextConsumesAndDeletesDurableSubscriptions() throws Exception {
        String name = jms.unique("sub");
        JMSContext context = jms.context();
        context.setClientID(jms.unique("client"));
        context.createDurableConsumer(jms.topic(), name).close();
        jms.send(jms.topic(), "a");
        JMSConsumer back = context.createDurableConsumer(jms.topic(), name);
        assertThat(back.receiveBody(String.class, PATIENCE)).isEqualTo("a");
        back.close();
        context.unsubscribe(name);
        refused(InvalidDestinationRuntimeException.class, () -> context.unsubscribe(name));
        JMSContext anonymous = jms.context();
        refused(IllegalStateRuntimeException.class, () -> anonymous.createDurableConsumer(jms.topic(), name));
    }

    @Test
    @Needs({Feature.SHARED_SUBSCRIPTIONS, Feature.DURABLE_SUBSCRIPTIONS})
    @Requirement("JMSContext.createSharedConsumer-1")
    void aContextConsumesSharedSubscriptions() throws Exception {
        String name = jms.unique("sub");
        JMSContext context = jms.context();
        JMSConsumer shared = context.createSharedConsumer(jms.topic(), name);
        JMSConsumer durable = context.createSharedDurableConsumer(jms.topic(), name);
        jms.send(jms.topic(), "a");
        assertThat(shared.receiveBody(String.class, PATIENCE)).isEqualTo("a");
        assertThat(durable.receiveBody(String.class, PATIENCE)).isEqualTo("a");
        durable.close();
        context.unsubscribe(name);
    }

    @Test
    @Requirement({"6.1.8-5", "6.1.5-6"})
    void stopAndCloseFromAListenerSucceedOrAreRefused() throws Exception {
        JMSContext context = jms.context();
        Inbox inbox = jms.inbox(message -> {
            succeedsOrIsRefused(context::stop);
            succeedsOrIsRefused(context::close);
        });
        context.createConsumer(jms.queue()).setMessageListener(inbox);
        jms.send(jms.queue(), "a");
        inbox.await(1);
    }

    @Test
    @Requirement("JMSContext.close-1")
    void aClosedContextRefusesEverything() throws Exception {
        JMSContext context = jms.context();
        context.close();
        context.close();
        SoftAssertions all = new SoftAssertions();
        int index = 0;
        for (ThrowingCallable call : new ThrowingCallable[] {
            context::createMessage,
            context::createTextMessage,
            () -> context.createConsumer(jms.queue()),
            () -> context.createBrowser(jms.queue()),
            () -> context.createQueue("q"),
            context::start,
            context::stop,
            context::recover,
            context::getMetaData,
            context::getClientID
        }) {
            all.assertThatThrownBy(call)
                    .as("call %s after close", index++)
                    .isInstanceOf(IllegalStateRuntimeException.class);
        }
        all.assertAll();
    }

    private static void succeedsOrIsRefused(Runnable call) throws JMSException {
        try {
            call.run();
        } catch (IllegalStateRuntimeException e) {
            assertThat(e).as("the choice of the provider").isNotNull();
        }
    }
}
