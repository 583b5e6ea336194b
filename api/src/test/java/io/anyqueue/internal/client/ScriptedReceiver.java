package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.TransactionToken;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One receiver of a {@link ScriptedProvider}. It delivers its stock within the credit, on the thread that grants it, and beyond
 * the credit where the test says so.
 */
final class ScriptedReceiver implements ProviderReceiver {
    private final Script script;
    private final ReceiverObserver observer;
    private final List<Integer> grants = new CopyOnWriteArrayList<>();
    private final List<Integer> fetches = new CopyOnWriteArrayList<>();
    private volatile @Nullable Object position;
    private volatile boolean fetching;
    private volatile boolean selecting = true;
    private volatile Runnable afterFetch = () -> {};
    private volatile Runnable whileReleasing = () -> {};

    // guarded by this
    private final Queue<String> stock = new ArrayDeque<>();
    private int credit;
    private boolean delivering;
    private long next;

    ScriptedReceiver(Script script, ReceiverObserver observer) {
        this.script = script;
        this.observer = observer;
    }

    /** Messages that it delivers when it has credit. */
    void stock(String... texts) {
        synchronized (this) {
            stock.addAll(Arrays.asList(texts));
        }
        deliverStock();
    }

    /** Delivers, whatever the credit is. */
    void push(String... texts) {
        for (String each : texts) {
            observer.delivered(delivery(each));
        }
        observer.deliveriesFlushed();
    }

    /** Each amount that was granted, in order. */
    List<Integer> grants() {
        return grants;
    }

    /** From now on its stock can be fetched. */
    void letFetch() {
        letFetch(() -> {});
    }

    /** The same; {@code beforeReturn} runs when a fetch has delivered something and has not returned yet. */
    void letFetch(Runnable beforeReturn) {
        fetching = true;
        afterFetch = beforeReturn;
    }

    /** How many each fetch brought, in order. */
    List<Integer> fetched() {
        return fetches;
    }

    synchronized int credit() {
        return credit;
    }

    /** Reports its loss. */
    void lose(ConnectionLostException cause) {
        observer.receiverLost(cause);
    }

    /** What runs while deliveries are being given back. */
    void whileReleasing(Runnable meanwhile) {
        whileReleasing = meanwhile;
    }

    /** From now on the client has to apply the selector. */
    void leaveSelectingToClient() {
        selecting = false;
    }

    @Override
    public boolean selects() {
        return selecting;
    }

    /** From now on it is at this position. */
    void reach(Object reached) {
        position = reached;
    }

    @Override
    public @Nullable Object position() {
        return position;
    }

    @Override
    public void grant(int more) {
        grants.add(more);
        synchronized (this) {
            credit += more;
        }
        deliverStock();
    }

    @Override
    public boolean fetches() {
        return fetching;
    }

    @Override
    public int fetch(int most) {
        List<Delivery> deliveries = new ArrayList<>();
        synchronized (this) {
            while (deliveries.size() < most && !stock.isEmpty()) {
                deliveries.add(delivery(stock.remove()));
            }
        }
        fetches.add(deliveries.size());
        deliver(deliveries);
        if (!deliveries.isEmpty()) {
            afterFetch.run();
        }
        return deliveries.size();
    }

    /** A delivery may lead to a grant: what that allows comes after what is being delivered. */
    private void deliverStock() {
        synchronized (this) {
            if (delivering) {
                return;
            }
            delivering = true;
        }
        for (List<Delivery> portion = portion(); !portion.isEmpty(); portion = portion()) {
            deliver(portion);
        }
    }

    /** What the credit allows; the delivering ends where that is nothing. */
    private synchronized List<Delivery> portion() {
        List<Delivery> portion = new ArrayList<>();
        while (credit > 0 && !stock.isEmpty()) {
            credit--;
            portion.add(delivery(stock.remove()));
        }
        delivering = !portion.isEmpty();
        return portion;
    }

    private void deliver(List<Delivery> deliveries) {
        deliveries.forEach(observer::delivered);
        if (!deliveries.isEmpty()) {
            observer.deliveriesFlushed();
        }
    }

    private synchronized Delivery delivery(String text) {
        long number = next++;
        MessageData message = MessageData.builder()
                .destination(Address.queue("q"))
                .messageId("ID:" + number)
                .body(new Body.Text(text))
                .build();
        return new Delivery(number, message, 0, false);
    }

    @Override
    public void drain(Completion<Void> completion) {
        script.answer(Script.Step.DRAIN, "drain", completion, () -> {
            synchronized (this) {
                credit = 0;
            }
            return null;
        });
    }

    @Override
    public void settle(long first, long last, Outcome outcome, @Nullable TransactionToken transaction) {
        if (outcome == Outcome.RELEASED) {
            whileReleasing.run();
        }
        script.note("settle " + first + '-' + last + ' ' + outcome + (transaction == null ? "" : " in " + transaction));
    }

    @Override
    public void settleFailed(long number, int failures) {
        script.note("settle " + number + '-' + number + " FAILED " + failures + " times");
    }

    @Override
    public void close(Completion<Void> completion) {
        script.answer(Script.Step.CLOSE_RECEIVER, "closeReceiver", completion, () -> null);
    }
}
