package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.Failures;
import jakarta.jms.JMSException;

/** Which of the three APIs made an object, since the domain-specific ones refuse the other's methods (section 6.2.2). */
enum Domain {
    UNIFIED,
    QUEUE,
    TOPIC;

    /** Refuses a topic method of a {@code QueueSession} or {@code QueueConnection}. */
    void requireTopics(String operation) throws JMSException {
        if (this == QUEUE) {
            throw refused(operation, "queues", "a TopicSession or a Session");
        }
    }

    /** Refuses a queue method of a {@code TopicSession}. */
    void requireQueues(String operation) throws JMSException {
        if (this == TOPIC) {
            throw refused(operation, "topics", "a QueueSession or a Session");
        }
    }

    private static JMSException refused(String operation, String domain, String remedy) {
        return Failures.illegalState(operation + ": this object is for " + domain + " only; use " + remedy);
    }
}
