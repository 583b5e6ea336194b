package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.ObjectMessage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectMessageTest {

    /** A class that no default allows. */
    record Order(String id) implements Serializable {}

    /** Serializable by name only. */
    record Broken(Object part) implements Serializable {}

    @Test
    void theObjectIsASnapshotTakenWhenSet() throws JMSException {
        ArrayList<String> list = new ArrayList<>(List.of("a"));
        ObjectMessage message = Fixtures.FACTORY.createObjectMessage(list);

        list.add("b");

        assertThat(message.getObject()).isEqualTo(List.of("a"));
        assertThat((Object) Fixtures.transfer(message).getBody(List.class)).isEqualTo(List.of("a"));
        assertThat(message.getObject()).isNotSameAs(message.getObject());
    }

    @Test
    void anAbsentObjectIsNoBody() throws JMSException {
        ObjectMessage message = Fixtures.FACTORY.createObjectMessage(null);

        assertThat(message.getObject()).isNull();
        assertThat((Object) message.getBody(Map.class)).isNull();
        assertThat(message.isBodyAssignableTo(Map.class)).isTrue();
        assertThat(((ObjectMessage) Fixtures.transfer(message)).getObject()).isNull();
    }

    @Test
    void theBodyIsReadAsWhatTheObjectIs() throws JMSException {
        JmsMessage received = Fixtures.transfer(Fixtures.FACTORY.createObjectMessage("text"));

        assertThat(received.getBody(Serializable.class)).isEqualTo("text");
        assertThat(received.isBodyAssignableTo(CharSequence.class)).isTrue();
        assertThat(received.isBodyAssignableTo(Integer.class)).isFalse();
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> received.getBody(Integer.class));
    }

    @Test
    void whatCannotBeSerializedIsNamed() {
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> Fixtures.FACTORY.createObjectMessage(new Broken(new Object())))
                .withMessageContaining(Broken.class.getName())
                .withMessageContaining("class java.lang.Object in it is not Serializable");
    }

    @Test
    void aReceivedObjectIsReadOnlyUntilCleared() throws JMSException {
        ObjectMessage received = (ObjectMessage) Fixtures.transfer(Fixtures.FACTORY.createObjectMessage("a"));

        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> received.setObject("b"));
        received.clearBody();
        assertThat(received.getObject()).isNull();
        received.setObject("b");
        assertThat(received.getObject()).isEqualTo("b");
    }

    @Test
    void anObjectThatTheApplicationSetItselfIsReadBackWithoutLimits() throws JMSException {
        ObjectMessage message = Fixtures.FACTORY.createObjectMessage(new Order("7"));

        assertThat(message.getObject()).isEqualTo(new Order("7"));
        assertThat(message.isBodyAssignableTo(Order.class)).isTrue();
    }

    @Test
    void aRefusedObjectFailsWhereItIsReadAndNotWhereItIsReceived() throws JMSException {
        JmsMessage received = Fixtures.transfer(Fixtures.FACTORY.createObjectMessage(new Order("7")));

        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(((ObjectMessage) received)::getObject)
                .withMessageContaining("getObject()")
                .withMessageContaining("class " + Order.class.getName())
                .withMessageContaining("objectMessage.allow")
                .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-OBJECT-REFUSED"));
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> received.getBody(Order.class));
        assertThat(received.isBodyAssignableTo(Order.class)).isFalse();
        assertThat(Fixtures.transfer(received).snapshot().body())
                .isSameAs(received.snapshot().body());
    }
}
