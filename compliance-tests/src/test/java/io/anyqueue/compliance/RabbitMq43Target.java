package io.anyqueue.compliance;

import io.anyqueue.testing.RabbitVersion;

/** RabbitMQ 4.3. */
public final class RabbitMq43Target extends RabbitMqTarget {

    /** Called by the suite. */
    public RabbitMq43Target() {
        super(RabbitVersion.V4_3);
    }
}
