package io.anyqueue.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Tampering.Call;
import io.anyqueue.compliance.Tampering.Defect;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The suite catches deliberately broken providers, each by a test that names the rule. */
class SelfTest {
    private static final int ONE_IN = 1000;
    private static final int VICTIM = 500;

    @BeforeAll
    static void start() throws Exception {
        BrokenTarget.GOOD.start();
    }

    @AfterAll
    static void stop() throws Exception {
        BrokenTarget.GOOD.stop();
    }

    @AfterEach
    void repair() {
        BrokenTarget.defect = Call::proceed;
        BrokenTarget.claimed = BrokenTarget.GOOD.features();
        BrokenTarget.exclusions = "none";
        BrokenTarget.startFailure = "";
    }

    @Test
    void theGoodProviderPasses() {
        for (String area : new String[] {"TransactionTests", "ReceiveTests", "QueueTests", "OrderTests"}) {
            assertThat(SuiteRun.of(area).failed()).as(area).isEmpty();
        }
    }

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
    void aProviderThatIgnoresTheDeliveryDelayIsCaught() {
        caught(
                "ProducerTests#aDelayedMessageComesAtItsTime",
                "7.9-1",
                call -> call.is(MessageProducer.class, "setDeliveryDelay") ? null : call.proceed());
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

    @Test
    void aFeatureThatIsThereThoughNotClaimedIsCaught() {
        BrokenTarget.claimed = ComplianceTarget.allBut(Feature.TRANSACTIONS, Feature.CONNECTION_CONSUMERS);
        assertThat(SuiteRun.of("AbsentFeatureTests").failed())
                .contains("withoutTransactionsATransactedSessionIsRefused");
    }

    @Test
    void anExcludedTestThatPassesIsCaught() {
        BrokenTarget.exclusions = "outdated.exclusions";
        SuiteRun run = SuiteRun.of("QueueTests");
        assertThat(run.failed()).containsExactly("eachMessageGoesToOneConsumerOnly");
        assertThat(run.failureOf("eachMessageGoesToOneConsumerOnly")).contains("remove the exclusion");
    }

    @Test
    void anExclusionThatNamesNoTestIsCaught() {
        BrokenTarget.exclusions = "unknown.exclusions";
        assertThat(SuiteRun.of("ExclusionTests").failed()).isNotEmpty();
    }

    @Test
    void aTargetThatDoesNotStartFailsLoudly() {
        BrokenTarget.startFailure = "no broker here";
        SuiteRun run = SuiteRun.of("QueueTests");
        assertThat(run.failed()).hasSizeGreaterThan(3);
        assertThat(run.failureOf("eachMessageGoesToOneConsumerOnly")).contains("was not run", "no broker here");
    }

    private static void caught(String test, String rule, Defect defect) {
        BrokenTarget.defect = defect;
        assertThat(SuiteRun.of(test).brokenRules()).as("rules found broken").contains(rule);
    }

    private static boolean send(Call call) {
        return call.is(MessageProducer.class, "send");
    }
}
