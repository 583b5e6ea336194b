package io.anyqueue.compliance;

/**
 * One step of a script: what is done, where, and the number from which the details of a message are derived, so that the
 * same step means the same on every target. Immutable.
 *
 * @param place the queue, counted from zero; the session mode where a session is opened; the priority, or 1 for a selector,
 *     where it is about the idle queue
 * @param label what a message sent by this step is called; zero where none is sent
 * @param choice non-negative; the source of all further choices
 */
record Step(Operation operation, int place, int label, int choice) {

    /** What a step does. */
    enum Operation {
        SEND,
        RECEIVE,
        ACKNOWLEDGE,
        RECOVER,
        COMMIT,
        ROLLBACK,
        REOPEN_CONSUMER,
        CLOSE_CONSUMER,
        REOPEN_SESSION,
        /** To the idle queue, which nobody consumes all the time. */
        SEND_IDLE,
        /** From the idle queue, by a consumer made for it. */
        TAKE_IDLE,
        BROWSE_IDLE,
        PUBLISH,
        RECEIVE_DURABLE,
        RESUBSCRIBE;

        /** Whether the step looks for one message, which may arrive later on one target than on the other. */
        boolean looksForAMessage() {
            return this == RECEIVE || this == TAKE_IDLE || this == RECEIVE_DURABLE;
        }
    }

    @Override
    public String toString() {
        return operation + " place=" + place + (label == 0 ? "" : " label=" + label) + " choice=" + choice;
    }
}
