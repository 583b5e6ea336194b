package io.anyqueue.amqp;

import jakarta.jms.JMSException;
import java.util.function.BooleanSupplier;

/**
 * The pace of a machine, for tests of a time limit that real time must pass. What is to come in time comes too late where the
 * limit is short and the machine busy; the same is then tried with a longer one. What the client does wrong it does wrong at every
 * pace. Stateless.
 */
final class Pace {
    private static final long FIRST_MILLIS = 300;
    private static final long MOST_MILLIS = 19_200;
    private static final int FACTOR = 4;

    private Pace() {}

    /** What is tried with a limit. */
    interface Attempt {
        void within(long millis) throws Exception;
    }

    /** @param tooSlow whether an attempt that failed may have failed before the limit under test began to run */
    static void find(BooleanSupplier tooSlow, Attempt attempt) throws Exception {
        for (long millis = FIRST_MILLIS; ; millis *= FACTOR) {
            try {
                attempt.within(millis);
                return;
            } catch (AssertionError | JMSException e) {
                if (millis >= MOST_MILLIS || !tooSlow.getAsBoolean()) {
                    throw e;
                }
            }
        }
    }
}
