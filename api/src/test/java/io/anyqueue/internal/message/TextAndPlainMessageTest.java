package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextAndPlainMessageTest {

    @Test
    void aTextCanBeReadAsWhatAStringIs() throws JMSException {
        TextMessage message = Fixtures.FACTORY.createTextMessage("text");

        assertThat(message.getBody(String.class)).isEqualTo("text");
        assertThat(message.getBody(CharSequence.class)).isEqualTo("text");
        assertThat(message.getBody(Object.class)).isEqualTo("text");
        assertThat(message.isBodyAssignableTo(Comparable.class)).isTrue();
        assertThat(message.isBodyAssignableTo(Integer.class)).isFalse();
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.getBody(Map.class))
                .withMessageContaining("java.util.Map")
                .withMessageContaining("String");
    }

    @Test
    void anAbsentTextIsNoBodyAndAnEmptyOneIs() throws JMSException {
        TextMessage absent = Fixtures.FACTORY.createTextMessage(null);
        TextMessage empty = Fixtures.FACTORY.createTextMessage("");

        assertThat(absent.getText()).isNull();
        assertThat((Object) absent.getBody(Map.class)).isNull();
        assertThat(absent.isBodyAssignableTo(Map.class)).isTrue();
        assertThat(empty.isBodyAssignableTo(Map.class)).isFalse();
        assertThat(Fixtures.transfer(empty).getBody(String.class)).isEmpty();
        assertThat(Fixtures.transfer(absent).getBody(String.class)).isNull();
    }

    @Test
    void aReceivedTextIsReadOnlyUntilCleared() throws JMSException {
        TextMessage sent = Fixtures.FACTORY.createTextMessage("text");
        sent.setIntProperty("n", 1);
        TextMessage received = (TextMessage) Fixtures.transfer(sent);

        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> received.setText("x"))
                .withMessageContaining("clearBody()");
        received.clearBody();
        assertThat(received.getText()).isNull();
        received.setText("x");
        assertThat(received.getText()).isEqualTo("x");
        assertThat(received.getIntProperty("n")).isEqualTo(1);
        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> received.setIntProperty("n", 2));
    }

    @Test
    void aMessageWithoutBodyHasNullOfEveryType() throws JMSException {
        Message message = Fixtures.FACTORY.createMessage();
        message.clearBody();

        assertThat((Object) message.getBody(Map.class)).isNull();
        assertThat(message.isBodyAssignableTo(Map.class)).isTrue();
        assertThat(Fixtures.transfer(message)).isInstanceOf(JmsPlainMessage.class);
    }
}
