package io.anyqueue.internal.message;

import io.anyqueue.spi.Settings;
import jakarta.jms.Message;

/** What the tests of messages share. */
final class Fixtures {
    static final MessageFactory FACTORY = new MessageFactory(ObjectPolicy.from(Settings.defaults()));

    private Fixtures() {}

    /** The message as a first receiver gets it. */
    static JmsMessage transfer(Message message) {
        return FACTORY.received(((JmsMessage) message).snapshot(), 1, false);
    }
}
