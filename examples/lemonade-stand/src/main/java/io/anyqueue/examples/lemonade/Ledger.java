package io.anyqueue.examples.lemonade;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The book of counted visits. It outlives every worker: what has been written into it stays, whoever wrote it dies.
 *
 * <p>A visit that comes twice is counted once, because its id is in the book already: a queue delivers again whatever may not
 * have been dealt with, so counting has to be idempotent. The book remembers every id for as long as the program runs. A
 * shop would keep it in a database, with the id as a unique key, and forget ids that are too old to come again.
 *
 * <p>Safe for use by any thread.
 */
final class Ledger {
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final LongAdder duplicates = new LongAdder();

    /** Counts a visit; false, and a duplicate more, where it has been counted before. */
    boolean enter(Visit visit) {
        boolean first = ids.add(visit.id());
        if (!first) {
            duplicates.increment();
        }
        return first;
    }

    boolean has(Visit visit) {
        return ids.contains(visit.id());
    }

    /** How many different visits there were. */
    int counted() {
        return ids.size();
    }

    /** How often a visit came that had been counted before. */
    long duplicates() {
        return duplicates.sum();
    }
}
