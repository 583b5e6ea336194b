package io.anyqueue.benchmarks;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;

/** Makes the messages of a workload: a text, and one int property that counts up. Used by one thread. */
final class Messages {
    static final String PROPERTY = "n";

    private final Session session;
    private final String text;
    private int number;

    Messages(Session session, Workload workload) {
        this.session = session;
        this.text = "x".repeat(workload.bodyChars());
    }

    TextMessage next() throws JMSException {
        return withText(text);
    }

    /** With a text that no other message shares, for measuring heap. */
    TextMessage nextDistinct() throws JMSException {
        return withText(String.valueOf(text.toCharArray()));
    }

    private TextMessage withText(String body) throws JMSException {
        TextMessage message = session.createTextMessage(body);
        message.setIntProperty(PROPERTY, number++ % 10);
        return message;
    }
}
