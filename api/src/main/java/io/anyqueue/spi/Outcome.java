package io.anyqueue.spi;

/** What becomes of a delivery when it is settled. */
public enum Outcome {
    /** Consumed: the message leaves the queue. */
    ACCEPTED,
    /** Given back unseen by the application: to its old place, its delivery count unchanged. */
    RELEASED,
    /** Given back after the application saw it: to its old place, its delivery count one higher. */
    FAILED,
    /** Not deliverable to anybody: to the dead-letter queue if there is one, else dropped. */
    REJECTED
}
