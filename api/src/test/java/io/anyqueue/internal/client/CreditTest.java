package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.internal.client.Script.Held;
import io.anyqueue.internal.client.Script.Step;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What consumers grant, give back, and do with deliveries that nobody asked for. */
class CreditTest {
    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();

    @Test
    void nothingIsGrantedBeforeTheFirstReceiveOrWhileStopped() throws JMSException {
        Connection connection = provider.connect();
        MessageConsumer consumer = consumer(connection);
        assertThat(provider.receiver().grants()).isEmpty();
        connection.stop();
        assertThat(consumer.receiveNoWait()).isNull();
        consumer.setMessageListener(message -> {});
        assertThat(provider.receiver().grants()).isEmpty();
        connection.start();
        assertThat(provider.receiver().grants()).containsExactly(200);
    }

    @Test
    void aSynchronousConsumerIsTrustedWithOneMessageUntilItHasReceivedSixteen() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect());
        stock(100);
        for (int i = 0; i < 16; i++) {
            assertThat(text(consumer.receive(10_000))).isEqualTo("m" + i);
            assertThat(sum(provider.receiver().grants())).isEqualTo(i + 1);
        }
        assertThat(text(consumer.receive(10_000))).isEqualTo("m16");
        assertThat(sum(provider.receiver().grants())).isEqualTo(18);
    }

    @Test
    void whatIsThereIsFetchedAndOneMessageIsWaitedFor() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect());
        provider.receiver().letFetch();
        stock(100);
        for (int i = 0; i < 100; i++) {
            assertThat(text(consumer.receive(10_000))).isEqualTo("m" + i);
        }
        assertThat(provider.receiver().grants()).isEmpty();
        assertThat(provider.receiver().fetched().subList(0, 17))
                .as("a message at a time until it has received sixteen")
                .containsOnly(1, 2)
                .startsWith(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(consumer.receive(1)).isNull();
        assertThat(provider.receiver().grants()).containsExactly(1);
        stock(1);
        assertThat(text(consumer.receive(10_000))).isEqualTo("m0");
    }

    @Test
    void aListenerIsFetchedForInPortions() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect("prefetch=1000"));
        provider.receiver().letFetch();
        stock(150);
        consumer.setMessageListener(message -> {});
        script.awaitCount("settle", 150);
        Script.await(() -> assertThat(provider.receiver().grants()).containsExactly(1));
        assertThat(provider.receiver().fetched()).filteredOn(each -> each > 0).containsExactly(64, 64, 22);
        stock(1);
        script.awaitCount("settle", 151);
    }

    @Test
    void aListenerThatHasTakenEverythingBeforeTheFetchReturnsGetsWhatComesNext() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect());
        provider.receiver().letFetch(() -> script.awaitCount("settle", 2));
        stock(2);
        consumer.setMessageListener(message -> {});
        provider.receiver().letFetch();
        stock(1);
        script.awaitCount("settle", 3);
    }

    @Test
    void theWindowDoublesUpToThePrefetchWhileReceivesFindNothing() throws Exception {
        MessageConsumer consumer = consumer(provider.connect("prefetch=16"));
        Thread reader = new Thread(() -> receive(consumer, 200));
        reader.start();
        List<Integer> windows = new ArrayList<>();
        // A distant broker: what was granted arrives when the consumer has nothing left and waits.
        for (int fed = 0; fed < 200; ) {
            int delivered = fed;
            Script.await(() -> {
                assertThat(script.count("settle")).isEqualTo(delivered);
                assertThat(LockSupport.getBlocker(reader)).isInstanceOf(Waiter.class);
            });
            int window = Math.min(200 - fed, provider.receiver().credit());
            windows.add(window);
            stock(window);
            fed += window;
        }
        reader.join(60_000);
        assertThat(script.count("settle")).isEqualTo(200);
        assertThat(windows.subList(0, 16)).containsOnly(1);
        assertThat(windows.subList(16, 20)).containsExactly(2, 4, 8, 16);
        assertThat(windows.subList(20, windows.size() - 1)).containsOnly(16);
    }

    @Test
    void withPrefetchZeroEachReceiveFetchesOne() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect("prefetch=0"));
        stock(50);
        for (int i = 0; i < 40; i++) {
            assertThat(text(consumer.receive(10_000))).isEqualTo("m" + i);
            assertThat(sum(provider.receiver().grants())).isEqualTo(i + 1);
        }
    }

    @Test
    void aConsumerThatPausesGivesBackAndBeginsAnew() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect("prefetchIdle=100"));
        stock(22);
        for (int i = 0; i < 20; i++) {
            assertThat(consumer.receive(10_000)).isNotNull();
        }
        assertThat(sum(provider.receiver().grants()))
                .as("two are held ahead, and two more are asked for")
                .isEqualTo(24);
        provider.time().advance(100);
        assertThat(script.count("drain")).isZero();
        provider.time().advance(100);
        assertThat(script.count("drain")).isEqualTo(1);
        assertThat(script.calls("settle 20-")).containsExactly("settle 20-21 RELEASED");
        provider.receiver().push("again");
        assertThat(text(consumer.receive(10_000))).isEqualTo("again");
        provider.receiver().stock("one more", "another");
        int before = sum(provider.receiver().grants());
        assertThat(consumer.receive(10_000)).isNotNull();
        assertThat(sum(provider.receiver().grants())).isLessThanOrEqualTo(before + 1);
    }

    /** Or it would get what lies behind them, out of order. */
    @Test
    void aReceiveAsksForNothingNewBeforeWhatWasHeldIsGivenBack() throws Exception {
        MessageConsumer consumer = consumer(provider.connect("prefetch=16", "prefetchIdle=100"));
        stock(30);
        for (int i = 0; i < 20; i++) {
            assertThat(consumer.receive(10_000)).isNotNull();
        }
        ScriptedReceiver receiver = provider.receiver();
        int granted = sum(receiver.grants());
        assertThat(granted).as("some are held ahead").isGreaterThan(20);
        List<Integer> meanwhile = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> receive(consumer, 1));
        receiver.whileReleasing(() -> {
            reader.start();
            Script.await(() -> assertThat(reader.getState()).isIn(Thread.State.WAITING, Thread.State.TIMED_WAITING));
            meanwhile.add(sum(receiver.grants()));
        });
        provider.time().advance(100);
        provider.time().advance(100);
        assertThat(meanwhile).containsExactly(granted);
        receiver.whileReleasing(() -> {});
        receiver.push("again");
        reader.join(60_000);
        assertThat(reader.isAlive()).isFalse();
    }

    @Test
    void aTimedReceiveTakesItsCreditBack() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect());
        assertThat(consumer.receive(1)).isNull();
        assertThat(provider.receiver().grants()).containsExactly(1);
        assertThat(script.count("drain")).isEqualTo(1);
        assertThat(provider.receiver().credit()).isZero();
    }

    @Test
    void whatArrivesDuringADrainIsReceived() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect());
        script.before(Step.DRAIN, () -> provider.receiver().stock("last minute"));
        assertThat(text(consumer.receiveNoWait())).isEqualTo("last minute");
    }

    @Test
    void noCreditIsGrantedWhileADrainRuns() throws JMSException {
        Connection connection = provider.connect();
        MessageConsumer consumer = consumer(connection);
        consumer.setMessageListener(message -> {});
        Held drain = script.hold(Step.DRAIN);
        connection.stop();
        drain.await(1);
        connection.start();
        assertThat(provider.receiver().grants()).containsExactly(200);
        drain.complete();
        assertThat(provider.receiver().grants()).containsExactly(200, 200);
    }

    @Test
    void aListenersWindowIsToppedUpWhenHalfOfItIsUsed() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect("prefetch=10"));
        List<String> seen = new CopyOnWriteArrayList<>();
        consumer.setMessageListener(message -> seen.add(text(message)));
        stock(100);
        Script.await(() -> assertThat(seen).hasSize(100));
        assertThat(seen).isEqualTo(texts(100));
        List<Integer> grants = provider.receiver().grants();
        assertThat(grants.get(0)).isEqualTo(10);
        assertThat(grants.subList(1, grants.size()))
                .allSatisfy(each -> assertThat(each).isBetween(5, 10));
    }

    @Test
    void deliveriesBeyondTheCreditAreReceivedAndDoNotConfuseTheAccount() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect());
        provider.receiver().push("a", "b", "c");
        assertThat(text(consumer.receive(10_000))).isEqualTo("a");
        assertThat(text(consumer.receive(10_000))).isEqualTo("b");
        assertThat(text(consumer.receive(10_000))).isEqualTo("c");
        assertThat(provider.receiver().grants()).isEmpty();
        provider.receiver().stock("d", "e");
        assertThat(text(consumer.receive(10_000))).isEqualTo("d");
        assertThat(text(consumer.receive(10_000))).isEqualTo("e");
        assertThat(provider.receiver().grants()).containsExactly(1, 1);
    }

    @Test
    void deliveriesBeyondTheCreditOfAListenerAreDelivered() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect("prefetch=2"));
        List<String> seen = new CopyOnWriteArrayList<>();
        consumer.setMessageListener(message -> seen.add(text(message)));
        provider.receiver().push("a", "b", "c", "d", "e");
        Script.await(() -> assertThat(seen).containsExactly("a", "b", "c", "d", "e"));
        provider.receiver().stock("f", "g", "h", "i");
        Script.await(() -> assertThat(seen).hasSize(9));
    }

    @Test
    void whatComesWhileAConsumerClosesGoesBack() throws JMSException {
        Session session = provider.connect().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        ScriptedReceiver receiver = provider.receiver();
        receiver.stock("held");
        Message held = consumer.receive(10_000);
        receiver.push("unseen");
        consumer.close();
        // The receiver lingers for the message that can still be acknowledged.
        receiver.push("late");
        assertThat(script.calls("settle")).containsExactly("settle 1-1 RELEASED", "settle 2-2 RELEASED");
        assertThat(script.count("closeReceiver")).isZero();
        held.acknowledge();
        assertThat(script.calls("settle")).contains("settle 0-0 ACCEPTED");
        assertThat(script.count("closeReceiver")).isEqualTo(1);
    }

    @Test
    void whatComesAfterTheCloseIsNotTouched() throws JMSException {
        Session session = provider.connect().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        ScriptedReceiver receiver = provider.receiver();
        consumer.close();
        receiver.push("too late");
        session.close();
        receiver.push("much too late");
        // Closing the receiver has given them back already.
        assertThat(script.calls("settle")).isEmpty();
    }

    @Test
    void whatComesThroughALostReceiverIsForgotten() throws JMSException {
        MessageConsumer consumer = consumer(provider.connect());
        ScriptedReceiver first = provider.receiver();
        first.push("buffered");
        first.lose(ScriptedProvider.lost("receiver gone"));
        script.awaitCount("openReceiver", 2);
        first.push("ghost");
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        provider.receiver().stock("real");
        assertThat(text(consumer.receive(10_000))).isEqualTo("real");
        assertThat(script.calls("settle")).containsExactly("settle 0-0 ACCEPTED");
    }

    private MessageConsumer consumer(Connection connection) throws JMSException {
        Session session = connection.createSession();
        return session.createConsumer(session.createQueue("q"));
    }

    private void stock(int count) {
        provider.receiver().stock(texts(count).toArray(String[]::new));
    }

    private static void receive(MessageConsumer consumer, int count) {
        try {
            for (int i = 0; i < count; i++) {
                assertThat(consumer.receive(60_000)).isNotNull();
            }
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(each -> "m" + each).toList();
    }

    private static int sum(List<Integer> grants) {
        return grants.stream().mapToInt(Integer::intValue).sum();
    }

    private static String text(Message message) {
        try {
            return message == null ? null : ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }
}
