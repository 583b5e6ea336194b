package io.anyqueue.examples.lemonade;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Rush hour: a crowd of visitors, while the worker is killed in the middle of a visit when a third of them are in, and
 * another is started when two thirds are, or after some seconds. Used once, by one thread.
 *
 * <p>However fast the crowd is: the second third is let in when the worker has its order to die at the next visit, and the
 * last one when it is dead.
 */
final class Rush {
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(5);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final long LINE_NANOS = Duration.ofSeconds(1).toNanos();

    private final LemonadeStand stand;
    private final List<Visit> visits;
    private final Duration limit;
    private final Consumer<String> out;
    private long began;
    private long lastLine;
    private int nextTenth = 1;

    /**
     * What came of a rush.
     *
     * @param visits how many there were
     * @param counted how many of them are in the ledger
     * @param duplicates how many deliveries the ledger recognised as counted before
     * @param took from the first visit to the last count
     */
    record Result(int visits, int counted, long duplicates, Duration took) {

        boolean isComplete() {
            return counted == visits;
        }

        /** {@code counted 10000 of 10000, duplicates 1, 4321 visits/s}. */
        @Override
        public String toString() {
            long rate = Math.round(counted / Math.max(0.001, took.toNanos() / 1e9));
            return "counted " + counted + " of " + visits + ", duplicates " + duplicates + ", " + rate + " visits/s";
        }
    }

    /**
     * A rush yet to come.
     *
     * @param limit how long it may take until every visit is counted
     * @param out takes the lines that show progress
     */
    Rush(LemonadeStand stand, int visits, Duration limit, Consumer<String> out) {
        // An id of an earlier run may still be in the queue of a broker that outlives this program.
        String run = UUID.randomUUID().toString().substring(0, 8);
        this.stand = stand;
        this.visits = IntStream.range(0, visits)
                .mapToObj(i -> new Visit(run + '-' + i))
                .toList();
        this.limit = limit;
        this.out = out;
    }

    /** Runs until every visit is counted or the time is up. */
    Result run() throws InterruptedException {
        began = System.nanoTime();
        lastLine = began;
        try (Visitors visitors = new Visitors(stand.address(), visits)) {
            int third = visits.size() / 3;
            int twoThirds = Math.max(third + 1, (int) (2L * visits.size() / 3));
            stand.worker().start();
            visitors.letIn(third);
            visitors.start();
            if (awaitAdmitted(visitors, third, limit)) {
                boolean inTheMiddle = stand.worker().kill(KILL_PATIENCE, () -> visitors.letIn(twoThirds));
                out.accept("the worker was killed "
                        + (inTheMiddle ? "after counting a visit and before acknowledging it" : "while it was idle"));
            }
            visitors.letIn(visits.size());
            // A bounded queue that is full lets nobody in until somebody takes a visit out.
            awaitAdmitted(visitors, twoThirds, LONGEST_ABSENCE);
            stand.worker().start();
            out.accept("another worker was started");
            awaitCounted(visitors);
            return result(visitors);
        }
    }

    private boolean awaitAdmitted(Visitors visitors, int number, Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        while (visitors.admitted() < number && !isLate() && System.nanoTime() - start < atMost.toNanos()) {
            look(visitors);
        }
        return visitors.admitted() >= number;
    }

    private void awaitCounted(Visitors visitors) throws InterruptedException {
        // Counts of other visits may be in the ledger too, so its size is a hint and the ids decide.
        while (!isLate() && (stand.ledger().counted() < visits.size() || counted() < visits.size())) {
            look(visitors);
        }
    }

    private Result result(Visitors visitors) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        int counted = counted();
        if (counted < visits.size()) {
            out.accept("the time is up after " + limit.toSeconds() + " s: " + visitors.admitted()
                    + " visits were confirmed, " + (visits.size() - counted) + " are not counted");
        }
        return new Result(visits.size(), counted, stand.ledger().duplicates(), took);
    }

    private int counted() {
        return (int) visits.stream().filter(stand.ledger()::has).count();
    }

    private boolean isLate() {
        return System.nanoTime() - began > limit.toNanos();
    }

    /** Lets a moment pass, and prints a line for every tenth that is counted, and for every second without one. */
    private void look(Visitors visitors) throws InterruptedException {
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException("The rush was interrupted");
        }
        int counted = stand.ledger().counted();
        boolean tenth = counted >= (long) nextTenth * visits.size() / 10 && counted < visits.size();
        if (tenth || System.nanoTime() - lastLine > LINE_NANOS) {
            lastLine = System.nanoTime();
            nextTenth = (int) (10L * counted / visits.size()) + 1;
            String again = visitors.retries() == 0 ? "" : ", " + visitors.retries() + " tried again";
            out.accept("  " + visitors.admitted() + " visits confirmed" + again + ", " + counted + " counted, worker "
                    + stand.worker().state().name().toLowerCase(Locale.ROOT));
        }
    }
}
