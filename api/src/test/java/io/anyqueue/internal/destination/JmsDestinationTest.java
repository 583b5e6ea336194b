package io.anyqueue.internal.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Address.Kind;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.naming.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JmsDestinationTest {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindHasItsInterfaceAndKeepsItsAddress(Kind kind) throws Exception {
        JmsDestination destination = JmsDestination.of(new Address(kind, "orders"));

        assertThat(destination.address()).isEqualTo(new Address(kind, "orders"));
        assertThat(destination instanceof Queue).isEqualTo(kind.isQueue());
        assertThat(destination instanceof Topic).isEqualTo(kind.isTopic());
        assertThat(destination instanceof TemporaryQueue).isEqualTo(kind == Kind.TEMPORARY_QUEUE);
        assertThat(destination instanceof TemporaryTopic).isEqualTo(kind == Kind.TEMPORARY_TOPIC);
        assertThat(destination).hasToString(destination.address().toString());
        assertThat(kind.isQueue() ? ((Queue) destination).getQueueName() : ((Topic) destination).getTopicName())
                .isEqualTo("orders");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void equalityIsThatOfKindAndName(Kind kind) {
        JmsDestination destination = JmsDestination.of(new Address(kind, "a"));

        assertThat(destination)
                .isEqualTo(JmsDestination.of(new Address(kind, "a")))
                .hasSameHashCodeAs(JmsDestination.of(new Address(kind, "a")))
                .isNotEqualTo(JmsDestination.of(new Address(kind, "b")));
        for (Kind other : Kind.values()) {
            assertThat(destination.equals(JmsDestination.of(new Address(other, "a"))))
                    .isEqualTo(other == kind);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void serializationKeepsKindAndName(Kind kind) throws Exception {
        JmsDestination destination = JmsDestination.of(new Address(kind, "größe/1"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(destination);

        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(copy).isEqualTo(destination).hasSameClassAs(destination);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theReferenceNamesKindNameAndFactory(Kind kind) {
        Reference reference = JmsDestination.of(new Address(kind, "orders")).getReference();

        assertThat(reference.get("kind").getContent()).isEqualTo(kind.name());
        assertThat(reference.get("name").getContent()).isEqualTo("orders");
        assertThat(reference.getFactoryClassName()).isEqualTo("io.anyqueue.jndi.AnyQueueObjectFactory");
        assertThat(reference.getClassName()).startsWith("io.anyqueue.internal.destination.Jms");
    }

    @Test
    void namesMustNotBeNullOrEmpty() {
        assertThatExceptionOfType(InvalidDestinationException.class)
                .isThrownBy(() -> new JmsQueue((String) null))
                .withMessageContaining("null");
        assertThatExceptionOfType(InvalidDestinationException.class)
                .isThrownBy(() -> new JmsTopic(""))
                .withMessageContaining("empty");
        assertThatExceptionOfType(InvalidDestinationException.class).isThrownBy(() -> new JmsTemporaryQueue(""));
        assertThatExceptionOfType(InvalidDestinationException.class).isThrownBy(() -> new JmsTemporaryTopic(""));
    }

    @Test
    void aTemporaryDestinationIsDeletedByItsOwner() throws JMSException {
        List<Address> deleted = new ArrayList<>();
        Address queue = new Address(Kind.TEMPORARY_QUEUE, "t1");
        Address topic = new Address(Kind.TEMPORARY_TOPIC, "t2");

        ((TemporaryQueue) JmsDestination.temporary(queue, deleted::add)).delete();
        ((TemporaryTopic) JmsDestination.temporary(topic, deleted::add)).delete();

        assertThat(deleted).containsExactly(queue, topic);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JmsDestination.temporary(Address.queue("q"), deleted::add));
    }

    @Test
    void aTemporaryDestinationWithoutOwnerCannotBeDeleted() throws JMSException {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(new JmsTemporaryQueue("t1")::delete)
                .withMessageContaining("temporary queue \"t1\"")
                .withMessageContaining("only the connection that created it");
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(new JmsTemporaryTopic("t1")::delete);
    }

    @Test
    void theAddressOfOurDestinationIsItsOwn() throws JMSException {
        assertThat(JmsDestination.addressOf(new JmsQueue("q"))).isEqualTo(Address.queue("q"));
    }

    @Test
    void theAddressOfAForeignDestinationIsItsKindAndName() throws JMSException {
        assertThat(JmsDestination.addressOf((ForeignQueue) () -> "q")).isEqualTo(Address.queue("q"));
        assertThat(JmsDestination.addressOf((ForeignTopic) () -> "t")).isEqualTo(Address.topic("t"));
        assertThat(JmsDestination.addressOf(new ForeignTemporary())).isEqualTo(new Address(Kind.TEMPORARY_QUEUE, "f"));
    }

    @Test
    void whatIsNoDestinationForUsIsRefused() {
        assertThatExceptionOfType(InvalidDestinationException.class)
                .isThrownBy(() -> JmsDestination.addressOf(null))
                .withMessageContaining("null");
        assertThatExceptionOfType(InvalidDestinationException.class)
                .isThrownBy(() -> JmsDestination.addressOf(new Destination() {}))
                .withMessageContaining("neither");
        assertThatExceptionOfType(InvalidDestinationException.class)
                .isThrownBy(() -> JmsDestination.addressOf(new Both()))
                .withMessageContaining("both");
        assertThatExceptionOfType(InvalidDestinationException.class)
                .isThrownBy(() -> JmsDestination.addressOf((ForeignQueue) () -> null));
    }

    private interface ForeignQueue extends Queue {
        @Override
        String getQueueName();
    }

    private interface ForeignTopic extends Topic {
        @Override
        String getTopicName();
    }

    private static final class ForeignTemporary implements TemporaryQueue {
        @Override
        public String getQueueName() {
            return "f";
        }

        @Override
        public void delete() {}
    }

    private static final class Both implements Queue, Topic {
        @Override
        public String getQueueName() {
            return "b";
        }

        @Override
        public String getTopicName() {
            return "b";
        }
    }
}
