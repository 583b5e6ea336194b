package io.anyqueue.compliance;

import io.anyqueue.testing.RabbitVersion;

/** RabbitMQ 4.0. */
public final class RabbitMq40Target extends RabbitMqTarget {

    /** Called by the suite. */
    public RabbitMq40Target() {
        super(RabbitVersion.V4_0);
    }
}
