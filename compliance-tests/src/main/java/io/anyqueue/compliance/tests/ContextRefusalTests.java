package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a JMSContext, and what it made, refuses: in the wrong mode, from the wrong callback, after close. */
class ContextRefusalTests extends ComplianceTest {
    private static final long PATIENCE = Workbench.PATIENCE.toMillis();

    @Test
    @Needs(Feature.UNIQUE_CLIENT_ID)
    @Requirement({"JMSContext.setClientID-2", "10.3-10", "10.3-11"})
    void aClientIdentifierInUseIsRefused() throws Exception {
        String id = jms.unique("client");
        JMSContext first = jms.context();
        first.setClientID(id);
        first.createProducer().send(jms.queue(), "a");
        JMSContext second = jms.context();
        refused(InvalidClientIDRuntimeException.class, () -> {
            second.setClientID(id);
            second.createProducer().send(jms.queue(), "b");
        });
    }

    @Test
    @Needs(Feature.TRANSACTIONS)
    @Requirement({"JMSContext.recover-2", "10.3-2"})
    void aTransactedContextRefusesRecover() throws Exception {
        JMSContext context = jms.context(JMSContext.SESSION_TRANSACTED);
        refused(IllegalStateRuntimeException.class, context::recover);
    }

    @Test
    @Requirement("JMSContext.acknowledge-3")
    void aClosedContextAcknowledgesNothing() throws Exception {
        jms.send(jms.queue(), "a");
        JMSContext context = jms.context(JMSContext.CLIENT_ACKNOWLEDGE);
        Message received = context.createConsumer(jms.queue()).receive(PATIENCE);
        assertThat(received).isNotNull();
        context.close();
        refused(IllegalStateRuntimeException.class, context::acknowledge);
        assertThat(jms.drain(jms.queue())).containsExactly("a");
    }

    @Test
    @Requirement("JMSContext.close-2")
    void aCompletionListenerMayNotCloseItsContext() throws Exception {
        JMSContext context = jms.context();
        assertThat(thrownInCompletion(context, context::close)).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    @Needs(Feature.TRANSACTIONS)
    @Requirement("JMSContext.commit-2")
    void aCompletionListenerMayNotEndTheTransactionOfItsContext() throws Exception {
        JMSContext context = jms.context(JMSContext.SESSION_TRANSACTED);
        assertThat(thrownInCompletion(context, context::commit)).isInstanceOf(IllegalStateRuntimeException.class);
        assertThat(thrownInCompletion(context, context::rollback)).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    @Requirement("JMSConsumer.receiveBody-1")
    void everyReceiveBodyRefusesABodyOfAnotherType() throws Exception {
        JMSContext context = jms.context();
        JMSConsumer consumer = context.createConsumer(jms.queue());
        context.createProducer().send(jms.queue(), "text");
        refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Integer.class));
        refused(MessageFormatRuntimeException.class, () -> consumer.receiveBody(Integer.class, PATIENCE));
        refused(MessageFormatRuntimeException.class, () -> consumer.receiveBodyNoWait(Integer.class));
        assertThat(consumer.receiveBodyNoWait(String.class)).isEqualTo("text");
        assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
    }

    @Test
    @Requirement("JMSContext.close-1")
    void noMethodOfAClosedContextIsUsable() throws Exception {
        JMSContext context = jms.context();
        context.close();
        SoftAssertions all = new SoftAssertions();
        int index = 0;
        for (ThrowingCallable call : new ThrowingCallable[] {
            () -> context.createContext(JMSContext.AUTO_ACKNOWLEDGE),
            context::createBytesMessage,
            context::createMapMessage,
            context::createStreamMessage,
            context::createObjectMessage,
            context::createTemporaryQueue,
            context::getSessionMode,
            context::getTransacted,
            context::getExceptionListener,
            () -> context.setExceptionListener(e -> {}),
            () -> context.setClientID("x"),
            () -> context.unsubscribe("x"),
            context::commit,
            context::rollback
        }) {
            all.assertThatThrownBy(call)
                    .as("call %s after close", index++)
                    .isInstanceOf(IllegalStateRuntimeException.class);
        }
        all.assertAll();
    }

    private Throwable thrownInCompletion(JMSContext context, Runnable call) throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        context.createProducer()
                .setAsync(new CompletionListener() {
                    @Override
                    public void onCompletion(Message message) {
                        try {
                            call.run();
                            thrown.complete(new AssertionError("nothing was thrown"));
                        } catch (Throwable e) {
                            thrown.complete(e);
                        }
                    }

                    @Override
                    public void onException(Message message, Exception exception) {
                        thrown.complete(exception);
                    }
                })
                .send(jms.queue(), "a");
        return Workbench.await(thrown);
    }
}
