package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.Session;
import java.util.stream.Stream;
import org.apache.qpid.protonj2.test.driver.expectations.AttachExpectation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Links that a peer refuses, for every reason it may give: which exception that is, and that nothing else suffers. */
final class ScriptedRefusalTest extends OnScriptedPeer {
    /** Waiting for it would fail the test by its timeout: refusals are told when they come. */
    private static final String NEVER = "&requestTimeout=10m";

    private static final String REASON = "because the test says so";

    static Stream<Arguments> conditions() {
        return Stream.of(
                Arguments.of("amqp:not-found", InvalidDestinationException.class),
                Arguments.of("amqp:resource-deleted", InvalidDestinationException.class),
                Arguments.of("amqp:unauthorized-access", JMSSecurityException.class),
                Arguments.of("amqp:resource-limit-exceeded", ResourceAllocationException.class),
                Arguments.of("amqp:link:message-size-exceeded", ResourceAllocationException.class),
                Arguments.of("amqp:resource-locked", IllegalStateException.class),
                Arguments.of("amqp:link:stolen", IllegalStateException.class),
                Arguments.of("amqp:not-allowed", JMSException.class),
                Arguments.of("amqp:not-implemented", JMSException.class),
                Arguments.of("amqp:internal-error", JMSException.class),
                Arguments.of("amqp:precondition-failed", JMSException.class),
                Arguments.of("amqp:illegal-state", JMSException.class),
                Arguments.of("amqp:invalid-field", JMSException.class),
                Arguments.of("vendor:out-of-lemons", JMSException.class));
    }

    /** After the refusal one more link is opened in the same session, and used. */
    private Session sessionWhoseFirstLinkIs(AttachExpectation refused, String condition) throws Exception {
        refused.reject(true, condition, REASON);
        return sessionThatGoesOn();
    }

    private Session sessionThatGoesOn() throws Exception {
        peer.expectDetach().withClosed(true);
        expectSender(10);
        peer.expectTransfer().accept();
        return session(connect(NEVER));
    }

    private void assertGoesOn(Session session) throws Exception {
        producer(session, "present").send(session.createMessage());
        awaitScript();
    }

    private static void assertTold(JMSException refusal, Class<?> type, String condition, String destination) {
        assertThat(refusal)
                .isExactlyInstanceOf(type)
                .hasMessageContaining(condition)
                .hasMessageContaining(REASON)
                .hasMessageContaining(destination);
        assertThat(refusal.getErrorCode()).isEqualTo("AMQP-" + condition);
    }

    private static JMSException failureOfSend(Session session) {
        return catchThrowableOfType(
                JMSException.class, () -> producer(session, "lemons").send(session.createMessage()));
    }

    private static JMSException failureOfConsumer(Session session, String selector) {
        return catchThrowableOfType(
                JMSException.class, () -> session.createConsumer(session.createQueue("lemons"), selector));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aRefusedSenderIsToldAtOnceByTheExceptionOfItsCondition(String condition, Class<?> type) throws Exception {
        expectSession();
        Session session = sessionWhoseFirstLinkIs(peer.expectAttach().ofSender(), condition);
        assertTold(failureOfSend(session), type, condition, "lemons");
        assertGoesOn(session);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aRefusedReceiverIsToldAtOnceByTheExceptionOfItsCondition(String condition, Class<?> type) throws Exception {
        expectSession();
        Session session = sessionWhoseFirstLinkIs(peer.expectAttach().ofReceiver(), condition);
        assertTold(failureOfConsumer(session, null), type, condition, "lemons");
        assertGoesOn(session);
    }

    @Test
    void aRefusedReceiverWithASelectorBlamesTheSelectorForAnInvalidField() throws Exception {
        expectSession();
        Session session = sessionWhoseFirstLinkIs(peer.expectAttach().ofReceiver(), "amqp:invalid-field");
        JMSException refusal = failureOfConsumer(session, "sour > 3");
        assertTold(refusal, InvalidSelectorException.class, "amqp:invalid-field", "lemons");
        assertThat(refusal).hasMessageContaining("sour > 3");
        assertGoesOn(session);
    }

    @Test
    void aSenderRefusedWithoutAReasonHasAnInvalidDestination() throws Exception {
        expectSession();
        peer.expectAttach().ofSender().respond().withNullTarget();
        peer.remoteDetach().withClosed(true).queue();
        Session session = sessionThatGoesOn();
        assertThat(failureOfSend(session))
                .isExactlyInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("lemons")
                .hasMessageContaining("gave no reason");
        assertGoesOn(session);
    }

    @Test
    void aReceiverRefusedWithoutAReasonHasAnInvalidDestination() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond().withNullSource();
        peer.remoteDetach().withClosed(true).queue();
        Session session = sessionThatGoesOn();
        assertThat(failureOfConsumer(session, null))
                .isExactlyInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("lemons")
                .hasMessageContaining("gave no reason");
        assertGoesOn(session);
    }
}
