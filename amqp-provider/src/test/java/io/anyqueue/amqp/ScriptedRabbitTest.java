package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peer that says that it is RabbitMQ: versions that cannot be served, and links that offer more than most. */
final class ScriptedRabbitTest extends OnScriptedPeer {
    private static final String OFFERED = "APACHE.ORG:SELECTOR";

    private void expectOpen(String version, String... capabilities) {
        peer.expectOpen()
                .respond()
                .withProperties(Map.of("product", "RabbitMQ", "version", version))
                .withOfferedCapabilities(capabilities);
    }

    /** Management that this user may not use, so that nothing is known of queues. */
    private void expectRefusedManagement() {
        peer.expectBegin().respond();
        peer.expectAttach().ofReceiver().respond();
        peer.expectAttach().ofSender().respond();
        peer.expectFlow();
        peer.remoteEnd()
                .withErrorCondition("amqp:unauthorized-access", "configure access refused")
                .queue();
        peer.expectEnd();
    }

    @Test
    void version3IsRefusedWithTheVersionThatIsNeeded() throws Exception {
        expectOpen("3.13.7");
        peer.expectClose().respond();
        Connection connection = connect("");
        assertThatThrownBy(connection::createSession)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("RabbitMQ 3.13.7")
                .hasMessageContaining("RabbitMQ 4.0 or later")
                .hasMessageContaining("LINK_PAIR_V1_0");
        awaitScript();
    }

    @Test
    void aSelectorIsUsedWhereTheLinkOffersItAndEchoesTheFilter() throws Exception {
        expectOpen("4.3.6", "LINK_PAIR_V1_0");
        peer.expectBegin().respond();
        expectRefusedManagement();
        peer.expectAttach().ofReceiver().respond().withOfferedCapabilities(OFFERED);
        Session session = session(connect(""));
        assertThat(session.createConsumer(session.createQueue("selecting"), "a = 1"))
                .isNotNull();
        awaitScript();
    }

    @Test
    void aSelectorIsRefusedWhereTheFilterIsEchoedAndTheLinkOffersNothing() throws Exception {
        expectOpen("4.0.5", "LINK_PAIR_V1_0");
        peer.expectBegin().respond();
        expectRefusedManagement();
        peer.expectAttach().ofReceiver().respond();
        // No credit was granted in between, so nothing can have been delivered.
        peer.expectDetach().respond();
        Session session = session(connect(""));
        assertThatThrownBy(() -> session.createConsumer(session.createQueue("plain"), "a = 1"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("queue-selectors");
        awaitScript();
    }

    @Test
    void aSelectorIsRefusedWhereTheLinkOffersItAndDropsTheFilter() throws Exception {
        expectOpen("4.3.6", "LINK_PAIR_V1_0");
        peer.expectBegin().respond();
        expectRefusedManagement();
        peer.expectAttach()
                .ofReceiver()
                .respond()
                .withOfferedCapabilities(OFFERED)
                .withSource()
                .withAddress("/queues/plain");
        peer.expectDetach().respond();
        Session session = session(connect(""));
        assertThatThrownBy(() -> session.createConsumer(session.createQueue("plain"), "a = 1"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("queue-selectors");
        awaitScript();
    }
}
