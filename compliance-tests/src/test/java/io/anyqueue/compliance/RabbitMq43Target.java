package io.anyqueue.compliance;

/** RabbitMQ 4.3. */
public final class RabbitMq43Target extends RabbitMqTarget {

    /** Called by the suite. */
    public RabbitMq43Target() {
        super("4.3");
    }
}
