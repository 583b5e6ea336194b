package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shared subscriptions that are not durable. */
@Needs(Feature.SHARED_SUBSCRIPTIONS)
class SharedTests extends ComplianceTest {
    private String name = "";

    @BeforeEach
    void names() {
        name = jms.unique("sub");
    }

    @Test
    @Requirement({"8.3.2-1", "8.3.2-2"})
    void consumersShareTheMessagesEachGoingToOne() throws Exception {
        MessageConsumer first = started(jms.connect()).createSharedConsumer(jms.topic(), name);
        MessageConsumer second = started(jms.connect()).createSharedConsumer(jms.topic(), name);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add("m" + i);
        }
        jms.send(jms.topic(), sent.toArray(String[]::new));
        assertThat(receivedByAny(List.of(first, second), sent.size())).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    @Requirement("8.3.2-2")
    void aClientIdentifierMakesAnotherSubscriptionOfTheSameName() throws Exception {
        MessageConsumer plain = started(jms.connect()).createSharedConsumer(jms.topic(), name);
        MessageConsumer owned = started(jms.connect(jms.unique("client"))).createSharedConsumer(jms.topic(), name);
        jms.send(jms.topic(), "a");
        assertThat(jms.receiveText(plain)).isEqualTo("a");
        assertThat(jms.receiveText(owned)).isEqualTo("a");
    }

    @Test
    @Requirement("8.3.2-3")
    void theSubscriptionEndsWithItsLastConsumer() throws Exception {
        Session session = jms.session();
        MessageConsumer first = session.createSharedConsumer(jms.topic(), name);
        MessageConsumer second = session.createSharedConsumer(jms.topic(), name);
        first.close();
        jms.send(jms.topic(), "a");
        assertThat(jms.receiveText(second)).isEqualTo("a");
        jms.send(jms.topic(), "b");
        second.close();
        jms.send(jms.topic(), "c");
        MessageConsumer third = session.createSharedConsumer(jms.topic(), name);
        assertThat(jms.receiveAll(third, jms.topic())).isEmpty();
    }

    @Test
    @Requirement("8.3.2-4")
    void anotherTopicIsRefusedWhileAConsumerIsActive() throws Exception {
        Session session = jms.session();
        Topic other = jms.newTopic();
        session.createSharedConsumer(jms.topic(), name);
        refused(() -> session.createSharedConsumer(other, name));
    }

    @Test
    @Needs(Feature.SUBSCRIPTION_SELECTORS)
    @Requirement("8.3.2-4")
    void anotherSelectorIsRefusedWhileAConsumerIsActive() throws Exception {
        Session session = jms.session();
        session.createSharedConsumer(jms.topic(), name, "a = 1");
        refused(() -> session.createSharedConsumer(jms.topic(), name, "a = 2"));
        refused(() -> session.createSharedConsumer(jms.topic(), name));
        session.createSharedConsumer(jms.topic(), name, "a = 1").close();
    }

    @Test
    @Needs(Feature.SUBSCRIPTION_SELECTORS)
    @Requirement("8.3.2-5")
    void aSelectorDecidesWhatIsAdded() throws Exception {
        MessageConsumer consumer = jms.session().createSharedConsumer(jms.topic(), name, "n = 1 OR sentinel = TRUE");
        for (int n = 0; n < 3; n++) {
            jms.send(jms.topic(), jms.numbered(n));
        }
        assertThat(jms.receiveAll(consumer, jms.topic())).containsExactly("n1");
    }

    @Test
    @Needs(Feature.DURABLE_SUBSCRIPTIONS)
    @Requirement("8.3.2-6")
    void aDurableSubscriptionOfThatNameIsSeparate() throws Exception {
        Session session = started(jms.connect(jms.unique("client")));
        MessageConsumer shared = session.createSharedConsumer(jms.topic(), name);
        MessageConsumer durable = session.createDurableConsumer(jms.topic(), name);
        jms.send(jms.topic(), "a");
        assertThat(jms.receiveText(shared)).isEqualTo("a");
        assertThat(jms.receiveText(durable)).isEqualTo("a");
    }

    @Test
    @Requirement({"4.2.4-1", "4.2.4-2"})
    void namesMayHoldAllAllowedCharactersAndBeLong() throws Exception {
        Session session = jms.session();
        for (String odd : new String[] {"a.b-c_d9\u00e9", "n".repeat(128)}) {
            try (MessageConsumer consumer = session.createSharedConsumer(jms.topic(), odd)) {
                jms.send(jms.topic(), "a");
                assertThat(jms.receiveText(consumer)).isEqualTo("a");
            }
        }
    }

    private static Session started(Connection connection) throws Exception {
        connection.start();
        return connection.createSession();
    }
}
