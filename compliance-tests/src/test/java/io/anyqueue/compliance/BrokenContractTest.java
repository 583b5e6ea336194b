package io.anyqueue.compliance;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Providers that refuse or call back wrongly are caught, each by a test that names the rule. */
class BrokenContractTest extends BrokenProviders {
    @Test
    void aProviderThatSharesClientIdentifiersIsCaught() {
        caught("ClientIdTests#oneInUseCannotBeUsedByAnotherConnection", "6.1.2-4", call -> {
            if (call.is(Connection.class, "setClientID")) {
                return call.proceed(call.arguments()[0] + "-" + System.identityHashCode(call.target()));
            }
            return call.proceed();
        });
    }

    @Test
    void aProviderThatLetsOthersConsumeTemporaryQueuesIsCaught() {
        caught("TemporaryDestinationTests#anotherConnectionMayNotConsumeATemporaryQueue", "6.2.2-2", call -> {
            if (call.is(Session.class, "createConsumer") && call.arguments()[0] instanceof TemporaryQueue queue) {
                return call.proceed(((Session) call.target()).createQueue(queue.getQueueName()));
            }
            return call.proceed();
        });
    }

    @Test
    void aProviderThatThrowsTheWrongExceptionIsCaught() {
        caught("InvalidSelectorTests#wrongSyntaxIsRefusedWhenItIsPresented", "3.8.1.1-34", call -> {
            try {
                return call.proceed();
            } catch (InvalidSelectorException e) {
                JMSException wrong = new JMSException(e.getMessage());
                wrong.setLinkedException(e);
                throw wrong;
            }
        });
    }

    @Test
    void aProviderThatDeliversBeforeStartIsCaught() {
        caught("ReceiveTests#nothingIsReceivedBeforeStart", "6.1.4-1", call -> {
            Object result = call.proceed();
            if (result instanceof Connection connection) {
                connection.start();
            }
            return result;
        });
    }

    @Test
    void aProviderThatDoesNotStopIsCaught() {
        caught(
                "ReceiveTests#aStoppedConnectionReceivesNothingUntilItIsStartedAgain",
                "6.1.5-1",
                call -> call.is(Connection.class, "stop") ? null : call.proceed());
    }

    @Test
    void aProviderThatDeliversToListenersBeforeStartIsCaught() {
        caught("ListenerTests#nothingIsDeliveredBeforeStart", "6.1.4-1", call -> {
            if (call.is(MessageConsumer.class, "setMessageListener") && call.arguments()[0] != null) {
                ((MessageListener) call.arguments()[0])
                        .onMessage(BrokenTarget.GOOD
                                .connectionFactory()
                                .createContext()
                                .createTextMessage("a"));
            }
            return call.proceed();
        });
    }

    @Test
    void aProviderThatCompletesOnTheSendingThreadIsCaught() {
        caught("AsyncSendTests#theSendingThreadDoesNotCallTheListener", "7.3.8-2", call -> {
            Object[] arguments = call.arguments();
            if (send(call) && arguments.length == 2 && arguments[1] instanceof CompletionListener listener) {
                ((MessageProducer) call.target()).send((Message) arguments[0]);
                listener.onCompletion((Message) arguments[0]);
                return null;
            }
            return call.proceed();
        });
    }

    @Test
    void aProviderThatForgetsToUnsubscribeIsCaught() {
        caught(
                "DurableTests#aDeletedSubscriptionKeepsNothing",
                "Session.unsubscribe-3",
                call -> call.is(Session.class, "unsubscribe") ? null : call.proceed());
    }

    @Test
    void aProviderThatAllowsSeveralConsumersOfADurableSubscriptionIsCaught() {
        caught("DurableTests#oneConsumerIsActiveAtMost", "8.3.3-2", call -> {
            try {
                return call.proceed();
            } catch (JMSException e) {
                if (call.method().getName().startsWith("createDurable") && call.arguments()[0] != null) {
                    return ((Session) call.target()).createConsumer((Topic) call.arguments()[0]);
                }
                throw e;
            }
        });
    }
}
