package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Address;
import jakarta.jms.JMSException;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.protonj2.types.Symbol;
import org.junit.jupiter.api.Test;

/** Addresses, versions and annotations of RabbitMQ, without a broker. */
final class RabbitAddressTest {
    private static final Address CONSUMED = Address.queue("q");
    private final RabbitMapping mapping = new RabbitMapping("amq.topic", false);

    private static Peer peer(String version, String... offered) {
        return new Peer("RabbitMQ", version, "rabbit@host", Set.of(offered), Map.of());
    }

    @Test
    void namesAreEncodedByTheRulesOfUris() {
        assertThat(mapping.toWire(Address.queue("a b/c%+é~"))).isEqualTo("/queues/a%20b%2Fc%25%2B%C3%A9~");
        assertThat(mapping.toWire(Address.topic("a.b/#"))).isEqualTo("/exchanges/amq.topic/a.b%2F%23");
        assertThat(mapping.toWire(Address.queue("audit?stream-offset=first"))).isEqualTo("/queues/audit");
        assertThat(mapping.toWire(Address.queue("q?stream-offset=nonsense")))
                .isEqualTo("/queues/q%3Fstream-offset%3Dnonsense");
    }

    @Test
    void addressesOfMessagesAreReadBack() {
        for (String each : new String[] {"a b/c%+é~", "plain", "%41", "100%"}) {
            assertThat(mapping.fromWire(mapping.toWire(Address.queue(each)), null, CONSUMED))
                    .isEqualTo(Address.queue(each));
            assertThat(mapping.fromWire(mapping.toWire(Address.topic(each)), Address.Kind.TOPIC, CONSUMED))
                    .isEqualTo(Address.topic(each));
        }
        assertThat(mapping.fromWire("/queues/a+b%zz%4", null, CONSUMED)).isEqualTo(Address.queue("a+b%zz%4"));
        assertThat(mapping.fromWire("/exchanges/other/key", null, CONSUMED).name())
                .isEqualTo("/exchanges/other/key");
    }

    @Test
    void oldVersionsAreRefusedWithTheVersionThatIsNeeded() throws Exception {
        assertThat(RabbitPeer.of(peer("4.3.6", "LINK_PAIR_V1_0")).countsOnClassicQueues())
                .isTrue();
        assertThat(RabbitPeer.of(peer("4.0.5", "LINK_PAIR_V1_0")).countsOnClassicQueues())
                .isFalse();
        assertThat(RabbitPeer.of(peer("4.10.0-rc.1", "LINK_PAIR_V1_0")).countsOnClassicQueues())
                .isTrue();
        for (Peer each : new Peer[] {peer("3.13.7"), peer("3.13.7", "LINK_PAIR_V1_0"), peer("4.0.0"), peer(null)}) {
            assertThatThrownBy(() -> RabbitPeer.of(each))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("RabbitMQ")
                    .hasMessageContaining("4.0 or later");
        }
    }

    @Test
    void whatTheBrokerAddsIsNotSentAgain() {
        for (String own : new String[] {"x-opt-deaths", "x-first-death-queue", "x-delivery-count", "foreign"}) {
            assertThat(mapping.isForwarded(Symbol.valueOf(own))).as(own).isFalse();
        }
        assertThat(mapping.isForwarded(Symbol.valueOf("x-opt-mine"))).isTrue();
    }

    @Test
    void aDeadLetterIsNotARedelivery() {
        Symbol deaths = Symbol.valueOf("x-opt-deaths");
        assertThat(mapping.isRedelivered(true, 0, Map.of())).isFalse();
        assertThat(mapping.isRedelivered(false, 0, Map.of())).isTrue();
        assertThat(mapping.isRedelivered(false, 0, Map.of(deaths, "x"))).isFalse();
        assertThat(mapping.isRedelivered(true, 1, Map.of())).isTrue();
        assertThat(mapping.isRedelivered(true, 0, Map.of(Symbol.valueOf("x-acquired-count"), 1L)))
                .isTrue();
    }
}
