package io.anyqueue.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Tampering.Call;
import io.anyqueue.compliance.Tampering.Defect;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Providers that lose, double, reorder, mark wrongly or settle wrongly are caught, each by a test that names the rule. */
class BrokenDeliveryTest extends BrokenProviders {
    private static final int ONE_IN = 1000;
    private static final int VICTIM = 500;

    @Test
    void aProviderThatLosesOneMessageInAThousandIsCaught() {
        AtomicInteger sends = new AtomicInteger();
        caught(
                "OrderTests#manyPersistentMessagesArriveOnceAndInOrder",
                "6.2.12-1",
                call -> send(call) && sends.incrementAndGet() % ONE_IN == VICTIM ? null : call.proceed());
    }

    @Test
    void aProviderThatDoublesOneMessageInAThousandIsCaught() {
        AtomicInteger sends = new AtomicInteger();
        caught("OrderTests#manyPersistentMessagesArriveOnceAndInOrder", "6.2.12-1", call -> {
            if (send(call) && sends.incrementAndGet() % ONE_IN == VICTIM) {
                call.proceed();
            }
            return call.proceed();
        });
    }

    @Test
    void aProviderThatReordersIsCaught() {
        AtomicInteger sends = new AtomicInteger();
        AtomicReference<Call> held = new AtomicReference<>();
        caught("OrderTests#manyPersistentMessagesArriveOnceAndInOrder", "6.2.9.1-1", call -> {
            if (!send(call)) {
                return call.proceed();
            }
            if (sends.incrementAndGet() % ONE_IN == VICTIM) {
                held.set(call);
                return null;
            }
            Object result = call.proceed();
            Call late = held.getAndSet(null);
            if (late != null) {
                late.proceed();
            }
            return result;
        });
    }

    @Test
    void aProviderThatRedeliversWithoutTheFlagIsCaught() {
        Defect unflagged = call -> call.method().getName().equals("getJMSRedelivered") ? false : call.proceed();
        caught("AcknowledgeTests#recoverGoesBackToTheFirstMessageNotAcknowledged", "6.2.10-5", call -> {
            Object result = call.proceed();
            return result instanceof Message message && call.target() instanceof MessageConsumer
                    ? Tampering.wrapped(message, unflagged)
                    : result;
        });
    }

    @Test
    void aProviderThatIgnoresSelectorsIsCaught() {
        caught("SelectorTests#onlyMatchingMessagesAreDelivered", "3.8.1-1", call -> {
            boolean selective = call.is(Session.class, "createConsumer") && call.arguments().length == 2;
            return selective ? call.proceed(call.arguments()[0], "sentinel = TRUE OR TRUE") : call.proceed();
        });
    }

    @Test
    void aProviderThatIgnoresNoLocalIsCaught() {
        caught("TopicTests#noLocalKeepsOutMessagesOfTheOwnConnectionOnly", "8.3.1-4", call -> {
            boolean local = call.is(Session.class, "createConsumer") && call.arguments().length == 3;
            return local ? call.proceed(call.arguments()[0], call.arguments()[1], false) : call.proceed();
        });
    }

    @Test
    void aProviderThatCommitsOnRollbackIsCaught() {
        caught("TransactionTests#aRollbackDestroysWhatWasSent", "6.2.7-2", call -> {
            if (call.is(Session.class, "rollback")) {
                ((Session) call.target()).commit();
                return null;
            }
            return call.proceed();
        });
    }

    @Test
    void aProviderThatCommitsOnCloseIsCaught() {
        caught("TransactionTests#closingRollsBack", "6.2.15-4", call -> {
            if (call.is(Session.class, "close") && ((Session) call.target()).getTransacted()) {
                ((Session) call.target()).commit();
            }
            return call.proceed();
        });
    }

    @Test
    void aProviderThatAcknowledgesOnReceiptIsCaught() {
        caught("CloseTests#closingAcknowledgesNothingByItself", "6.2.15-5", call -> {
            Object result = call.proceed();
            if (result instanceof Message message && call.target() instanceof MessageConsumer) {
                message.acknowledge();
            }
            return result;
        });
    }

    @Test
    void aProviderThatDoesNotAcknowledgeByItselfIsCaught() {
        caught("AcknowledgeTests#autoAcknowledgeAcknowledgesWhatReceiveReturned", "6.2.10-1", call -> {
            boolean auto = call.is(Connection.class, "createSession")
                    && call.arguments().length == 1
                    && call.arguments()[0].equals(Session.AUTO_ACKNOWLEDGE);
            return auto ? call.proceed(Session.CLIENT_ACKNOWLEDGE) : call.proceed();
        });
    }

    @Test
    void aProviderThatIgnoresTheDeliveryDelayIsCaught() {
        Defect prompt = call -> call.is(MessageProducer.class, "setDeliveryDelay") ? null : call.proceed();
        caught("ProducerTests#aDelayedMessageComesAtItsTime", "7.9-1", prompt);
        caught("ProducerTests#aDelayedMessageIsOvertakenByAPromptOne", "7.9-1", prompt);
    }

    @Test
    void aProviderThatLosesOnRollbackIsCaught() {
        AtomicReference<MessageConsumer> consumer = new AtomicReference<>();
        caught("TransactionTests#aRollbackBringsBackWhatWasReceivedInOrderAndMarked", "6.2.7-2", call -> {
            if (call.target() instanceof MessageConsumer receiving) {
                consumer.set(receiving);
            }
            Object result = call.proceed();
            if (call.is(Session.class, "rollback") && consumer.get() != null) {
                assertThat(consumer.get().receive(5_000))
                        .as("the message to lose")
                        .isNotNull();
                ((Session) call.target()).commit();
            }
            return result;
        });
    }

    @Test
    void aProviderThatDoesNotCountDeliveriesIsCaught() {
        Defect uncounted = call ->
                call.method().getName().equals("getIntProperty") && call.arguments()[0].equals("JMSXDeliveryCount")
                        ? 1
                        : call.proceed();
        caught("AcknowledgeTests#recoverGoesBackToTheFirstMessageNotAcknowledged", "3.5.11-2", call -> {
            Object result = call.proceed();
            return result instanceof Message message && call.target() instanceof MessageConsumer
                    ? Tampering.wrapped(message, uncounted)
                    : result;
        });
    }

    @Test
    void aProviderThatDeliversWhatHasExpiredIsCaught() {
        caught("ProducerTests#anExpiredMessageIsNotDelivered", "7.8-1", call -> {
            Object[] arguments = call.arguments();
            return send(call) && arguments.length == 4
                    ? call.proceed(arguments[0], arguments[1], arguments[2], 0L)
                    : call.proceed();
        });
    }

    @Test
    void aProviderThatIgnoresPriorityIsCaught() {
        caught("ProducerTests#expeditedMessagesOvertakeWaitingNormalOnes", "3.4.10-3", call -> {
            Object[] arguments = call.arguments();
            return send(call) && arguments.length == 4
                    ? call.proceed(arguments[0], arguments[1], Message.DEFAULT_PRIORITY, arguments[3])
                    : call.proceed();
        });
    }
}
