package io.anyqueue.benchmarks.micro;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;

/** The message that the benchmarks are about: a text of 256 characters and one int property, as a producer stamps it. */
final class Sample {
    static final Address QUEUE = Address.queue("orders");
    static final String TEXT = "x".repeat(256);
    static final String PROPERTY = "n";

    private static final String ID_PREFIX = "ID:5d7d2f8e-6f0e-4f43-9c51-000000000000:";
    private static final long TIME = 1_700_000_000_000L;

    private Sample() {}

    static MessageData message(int number) {
        return MessageData.builder()
                .destination(QUEUE)
                .messageId(ID_PREFIX, number)
                .timestamp(TIME)
                .deliveryTime(TIME)
                .body(new Body.Text(TEXT))
                .property(PROPERTY, number % 10)
                .build();
    }
}
