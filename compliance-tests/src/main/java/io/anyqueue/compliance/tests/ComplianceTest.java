package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every test of the suite has: its workbench, a time limit that fails a hanging test rather than waiting for it, and
 * the words in which refusals are expected.
 */
@ExtendWith(ComplianceExtension.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // the extension sets the workbench before each test
abstract class ComplianceTest {
    Workbench jms;

    /** The message as it arrives, sent over the test's queue. */
    final Message sent(Message message) throws Exception {
        jms.send(jms.queue(), message);
        try (MessageConsumer consumer = jms.session().createConsumer(jms.queue())) {
            return jms.receive(consumer);
        }
    }

    /** Expects an expiration or delivery time so long after a send, which may take its time, that began at {@code before}. */
    final void assertSoLongAfter(long before, long delay, long time) {
        assertThat(time).isBetween(before + delay, jms.target().currentTimeMillis() + delay);
    }

    /** The texts of so many messages, which must come, from whichever of the consumers is given one. */
    static List<String> receivedByAny(List<MessageConsumer> consumers, int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        long end = System.nanoTime() + Workbench.PATIENCE.toNanos();
        while (texts.size() < count) {
            for (MessageConsumer consumer : consumers) {
                if (consumer.receive(20) instanceof TextMessage text) {
                    texts.add(text.getText());
                    end = System.nanoTime() + Workbench.PATIENCE.toNanos();
                }
            }
            if (end - System.nanoTime() < 0) {
                throw new AssertionError("Expected " + count + " messages, each within "
                        + Workbench.PATIENCE.toSeconds() + " s of the one before, found " + texts);
            }
        }
        return texts;
    }

    /** The elements of an enumeration of names. */
    static List<String> names(Enumeration<?> enumeration) {
        return Collections.list(enumeration).stream().map(Object::toString).toList();
    }

    /** Expects that the call is refused with this exception, or a subclass of it. */
    static void refused(Class<? extends Throwable> type, ThrowingCallable call) {
        assertThatExceptionOfType(type).isThrownBy(call);
    }

    /** Expects any checked exception of Jakarta Messaging. */
    static void refused(ThrowingCallable call) {
        refused(JMSException.class, call);
    }

    /** Expects any unchecked exception of Jakarta Messaging. */
    static void refusedUnchecked(ThrowingCallable call) {
        refused(JMSRuntimeException.class, call);
    }
}
