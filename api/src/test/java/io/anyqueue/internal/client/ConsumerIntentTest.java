package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.internal.selector.SelectorParser;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Capability;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a provider is asked for, depending on what it can do. */
final class ConsumerIntentTest {
    private static final Address TOPIC = Address.topic("news");
    private static final ReceiverSpec.Subscription DURABLE = new ReceiverSpec.Subscription("s", true, false);
    private static final Capabilities UNFILTERED =
            Capabilities.of(List.of(Capability.TOPICS, Capability.DURABLE_SUBSCRIPTIONS));

    private static ReceiverSpec.Subscription asked(MessageSelector selector, boolean noLocal) throws JMSException {
        ReceiverSpec spec =
                new ConsumerIntent(TOPIC, selector, noLocal, DURABLE).specFor(UNFILTERED, TOPIC, "a broker");
        assertThat(spec.selector()).isNull();
        assertThat(spec.noLocal()).isFalse();
        return spec.subscription();
    }

    @Test
    void aProviderThatDoesNotFilterStillLearnsWhatTheSubscriptionIsFor() throws Exception {
        MessageSelector selector = SelectorParser.compile("n > 1");
        assertThat(asked(selector, false).clientTerms()).isEqualTo("selector n > 1");
        assertThat(asked(selector, true).clientTerms()).contains("n > 1").contains("noLocal");
        assertThat(asked(null, true).clientTerms()).isNotEmpty();
        assertThat(asked(null, false)).isEqualTo(DURABLE);
    }
}
