package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.apache.qpid.protonj2.test.driver.ScriptedAction;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Floods of flow frames, and frames out of order: the connection goes on, or fails and says why. Nothing hangs. */
final class ScriptedDisorderTest extends OnScriptedPeer {
    private static final int FLOWS = 10_000;

    private final CompletableFuture<JMSException> failure = new CompletableFuture<>();

    private Connection listened() throws JMSException {
        Connection connection = connect("");
        connection.setExceptionListener(failure::complete);
        connection.start();
        return connection;
    }

    /** An echo asks for an answer that may be left out (2.7.4), as the engine leaves it out. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSenderOutlivesAFloodOfFlowsWithChangingCredit(boolean echo) throws Exception {
        expectSession();
        peer.expectAttach().ofSender().respond();
        for (int i = 1; i <= FLOWS; i++) {
            peer.remoteFlow().withLinkCredit(i % 7).withEcho(echo).queue();
        }
        peer.remoteFlow().withLinkCredit(2).queue();
        peer.expectTransfer().accept();
        peer.expectTransfer().accept();
        Session session = session(listened());
        MessageProducer producer = producer(session, "out");
        producer.send(session.createMessage());
        producer.send(session.createMessage());
        awaitScript();
        assertThat(failure).isNotDone();
    }

    @Test
    void aTransferBeforeAnyCreditArrivesAllTheSame() throws Exception {
        expectSession();
        peer.expectAttach().ofReceiver().respond();
        peer.remoteTransfer()
                .withDeliveryId(0)
                .withDeliveryTag(new byte[] {1})
                .withPayload(text("early"))
                .queue();
        peer.expectFlow();
        Session session = session(listened());
        MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
        assertThat(consumer.receive(SOON).getBody(String.class)).isEqualTo("early");
        assertThat(failure).isNotDone();
    }

    /** A frame that has no place where it comes. */
    private interface Oddity {
        ScriptedAction of(ProtonTestServer peer);
    }

    private static Named<Oddity> odd(String name, Oddity oddity) {
        return Named.of(name, oddity);
    }

    static Stream<Named<Oddity>> harmless() {
        return Stream.of(
                odd(
                        "accepts a delivery that never was",
                        peer -> peer.remoteDisposition()
                                .withRole(true)
                                .withFirst(77)
                                .withSettled(true)
                                .withState()
                                .accepted()),
                odd(
                        "settles a range of deliveries that never were",
                        peer -> peer.remoteDisposition()
                                .withRole(true)
                                .withFirst(100)
                                .withLast(4_000)
                                .withSettled(true)
                                .withState()
                                .accepted()),
                odd(
                        "grants the same credit again",
                        peer -> peer.remoteFlow()
                                .withHandle(0)
                                .withDeliveryCount(0)
                                .withLinkCredit(10)));
    }

    static Stream<Named<Oddity>> fatal() {
        return Stream.of(
                odd(
                        "flow on an unknown channel",
                        peer -> peer.remoteFlow()
                                .withNextIncomingId(0)
                                .withIncomingWindow(10)
                                .withNextOutgoingId(0)
                                .withOutgoingWindow(10)
                                .onChannel(99)),
                odd("end of an unknown channel", peer -> peer.remoteEnd().onChannel(99)),
                odd(
                        "flow on an unknown handle",
                        peer -> peer.remoteFlow()
                                .withHandle(44)
                                .withDeliveryCount(0)
                                .withLinkCredit(1)),
                odd("detach of an unknown handle", peer -> peer.remoteDetach().withHandle(44)),
                odd(
                        "transfer on an unknown handle",
                        peer -> peer.remoteTransfer()
                                .withHandle(44)
                                .withDeliveryId(0)
                                .withDeliveryTag(new byte[] {1})
                                .withPayload(text("lost"))),
                odd(
                        "transfer to a sender",
                        peer -> peer.remoteTransfer()
                                .withHandle(0)
                                .withDeliveryId(0)
                                .withDeliveryTag(new byte[] {1})
                                .withPayload(text("lost"))),
                odd("second open", peer -> peer.remoteOpen().withContainerId("again")),
                odd(
                        "second begin of a channel",
                        peer -> peer.remoteBegin()
                                .withRemoteChannel(0)
                                .withNextOutgoingId(0)
                                .withIncomingWindow(10)
                                .withOutgoingWindow(10)
                                .onChannel(0)));
    }

    private MessageProducer openProducer(Session session) throws JMSException {
        MessageProducer producer = producer(session, "out");
        awaitScript();
        return producer;
    }

    @Test
    void aSecondAttachOnAHandleInUseEndsItsSessionAndIsReported() throws Exception {
        expectSession();
        expectSender(10);
        Session session = session(listened());
        MessageProducer producer = openProducer(session);
        peer.expectEnd().withError("amqp:session:handle-in-use").respond();
        peer.remoteAttach()
                .ofReceiver()
                .withName("another")
                .withHandle(0)
                .withSource()
                .and()
                .withTarget()
                .and()
                .now();
        JMSException told = failure.get(SOON, TimeUnit.MILLISECONDS);
        assertThat(told.getMessage()).contains("broke the protocol", "handle-in-use");
        assertThatThrownBy(() -> producer.send(session.createMessage())).isInstanceOf(JMSException.class);
        awaitScript();
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void aFrameWithoutMeaningIsPassedOver(Oddity oddity) throws Exception {
        expectSession();
        expectSender(10);
        Session session = session(listened());
        MessageProducer producer = openProducer(session);
        peer.expectTransfer().accept();
        oddity.of(peer).now();
        producer.send(session.createMessage());
        awaitScript();
        assertThat(failure).isNotDone();
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void aFrameThatContradictsTheProtocolEndsTheConnectionAndIsReported(Oddity oddity) throws Exception {
        expectSession();
        expectSender(10);
        Session session = session(listened());
        MessageProducer producer = openProducer(session);
        peer.expectClose().optional();
        oddity.of(peer).now();
        JMSException told = failure.get(SOON, TimeUnit.MILLISECONDS);
        assertThat(told.getMessage()).contains("lost").containsAnyOf("uncorrelated", "second", "incoming transfers");
        assertThatThrownBy(() -> producer.send(session.createMessage())).isInstanceOf(JMSException.class);
    }
}
