package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a sender knows of its messages while connections are lost. One thread sends, any may read. */
final class SendLedger {
    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> inDoubt = ConcurrentHashMap.newKeySet();

    /** Sends a text that no other message has. A failure leaves it in doubt. */
    void send(Session session, MessageProducer producer, String text) {
        try {
            producer.send(session.createTextMessage(text));
            confirmed.add(text);
        } catch (JMSException e) {
            inDoubt.add(text);
        }
    }

    int confirmed() {
        return confirmed.size();
    }

    int inDoubt() {
        return inDoubt.size();
    }

    /** What was confirmed has arrived, each once; whatever else has was in doubt, and it did once too. */
    void assertAccountsFor(Collection<String> arrived) {
        assertThat(arrived).containsAll(confirmed).doesNotHaveDuplicates();
        Set<String> unconfirmed = new HashSet<>(arrived);
        unconfirmed.removeAll(confirmed);
        assertThat(inDoubt).containsAll(unconfirmed);
    }
}
