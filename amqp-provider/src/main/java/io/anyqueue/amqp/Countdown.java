package io.anyqueue.amqp;

/** Runs something when a number of other things are done, and whoever began them has. Owned by the event loop. */
final class Countdown {
    private final Runnable then;
    private int left;

    /** @param things how many there are; one step more is due from whoever began them, so that it is not done too early */
    Countdown(int things, Runnable then) {
        this.left = things + 1;
        this.then = then;
    }

    void step() {
        if (--left == 0) {
            then.run();
        }
    }
}
