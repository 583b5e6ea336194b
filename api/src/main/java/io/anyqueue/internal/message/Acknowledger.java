package io.anyqueue.internal.message;

import jakarta.jms.JMSException;

/** What {@code Message.acknowledge} does to a received message; belongs to the session that received it. */
@FunctionalInterface
public interface Acknowledger {

    /** Acknowledges as the session's mode says (section 6.2.10). */
    void acknowledge() throws JMSException;
}
