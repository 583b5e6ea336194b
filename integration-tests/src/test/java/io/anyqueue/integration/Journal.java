package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The text messages that an application was given, in order, for accounts. Safe for use by any thread. */
final class Journal {
    private static final String COUNT = "JMSXDeliveryCount";

    private record Entry(String text, boolean redelivered, int count) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** Notes a message that has to be there. */
    Message note(Message message) throws JMSException {
        assertThat(message).as("after " + texts()).isNotNull();
        entries.add(new Entry(
                ((TextMessage) message).getText(), message.getJMSRedelivered(), message.getIntProperty(COUNT)));
        return message;
    }

    /** Receives what has to come. */
    Message receive(MessageConsumer consumer) throws JMSException {
        return note(consumer.receive(World.LIMIT_MILLIS));
    }

    /** Receives and notes until nothing more is there; the last message or null. */
    Message receiveAll(MessageConsumer consumer) throws JMSException {
        Message last = null;
        for (Message each = consumer.receiveNoWait(); each != null; each = consumer.receiveNoWait()) {
            last = note(each);
        }
        return last;
    }

    List<String> texts() {
        return entries.stream().map(Entry::text).toList();
    }

    List<String> redelivered() {
        return entries.stream().filter(Entry::redelivered).map(Entry::text).toList();
    }

    int size() {
        return entries.size();
    }

    /** Each expected text came, in this order where repetitions are passed over, and nothing else. */
    void assertEachCameInOrder(String... expected) {
        assertThat(new ArrayList<>(new LinkedHashSet<>(texts()))).containsExactly(expected);
    }

    /** What came again says so. */
    void assertRepetitionsAreMarked() {
        Set<String> seen = new HashSet<>();
        for (Entry each : entries) {
            if (!seen.add(each.text)) {
                assertThat(each.redelivered).as("JMSRedelivered of " + each).isTrue();
                assertThat(each.count).as(COUNT + " of " + each).isGreaterThanOrEqualTo(2);
            } else if (!each.redelivered) {
                assertThat(each.count).as(COUNT + " of " + each).isEqualTo(1);
            }
        }
    }

    void assertNoRepetition() {
        assertThat(texts()).doesNotHaveDuplicates();
    }
}
