package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
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
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
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
