package io.anyqueue.compliance;

/** RabbitMQ 4.0. */
public final class RabbitMq40Target extends RabbitMqTarget {

    /** Called by the suite. */
    public RabbitMq40Target() {
        super("4.0");
    }
}
