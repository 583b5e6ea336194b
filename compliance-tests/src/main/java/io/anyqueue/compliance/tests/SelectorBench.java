package io.anyqueue.compliance.tests;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.assertj.core.api.SoftAssertions;

/**
 * Asks whether selectors match a message: for each selector the message is sent, then a sentinel that always matches, and
 * a consumer with the selector receives until the sentinel. What misses stays behind, as equal messages do no harm.
 * Belongs to one test.
 */
final class SelectorBench {

    /** Gives the message its properties. */
    @FunctionalInterface
    interface Dressing {
        void dress(Message message) throws JMSException;
    }

    private final Workbench jms;
    private final Session session;
    private final TextMessage message;
    private final SoftAssertions all = new SoftAssertions();

    SelectorBench(Workbench jms, Dressing dressing) throws Exception {
        this.jms = jms;
        session = jms.session();
        message = jms.text("body");
        dressing.dress(message);
    }

    SelectorBench matches(String... selectors) throws Exception {
        for (String selector : selectors) {
            all.assertThat(matching(selector)).as(selector + " matches").isTrue();
        }
        return this;
    }

    SelectorBench misses(String... selectors) throws Exception {
        for (String selector : selectors) {
            all.assertThat(matching(selector)).as(selector + " matches").isFalse();
        }
        return this;
    }

    void done() {
        all.assertAll();
    }

    private boolean matching(String selector) throws Exception {
        String either = "sentinel = TRUE OR (" + selector + ")";
        jms.send(jms.queue(), message);
        try (MessageConsumer consumer = session.createConsumer(jms.queue(), either)) {
            return !jms.receiveAll(consumer, jms.queue()).isEmpty();
        } catch (JMSException e) {
            all.fail("the selector " + selector + " was refused", e);
            return false;
        }
    }
}
