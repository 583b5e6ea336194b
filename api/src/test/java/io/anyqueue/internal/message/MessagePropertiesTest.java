package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePropertiesTest {
    private final Message message = Fixtures.FACTORY.createMessage();

    @Test
    void typedSettersStoreTheirTypes() throws JMSException {
        message.setBooleanProperty("bool", true);
        message.setByteProperty("byte", (byte) 1);
        message.setShortProperty("short", (short) 2);
        message.setIntProperty("int", 3);
        message.setLongProperty("long", 4);
        message.setFloatProperty("float", 5);
        message.setDoubleProperty("double", 6);
        message.setStringProperty("string", "7");

        assertThat(names()).containsExactly("bool", "byte", "short", "int", "long", "float", "double", "string");
        assertThat(List.of("bool", "byte", "short", "int", "long", "float", "double", "string"))
                .map(message::getObjectProperty)
                .containsExactly(true, (byte) 1, (short) 2, 3, 4L, 5f, 6d, "7");
    }

    @Test
    void anAbsentPropertyReadsAsNull() throws JMSException {
        assertThat(message.propertyExists("none")).isFalse();
        assertThat(message.getObjectProperty("none")).isNull();
        assertThat(message.getObjectProperty(null)).isNull();
        assertThat(message.getStringProperty("none")).isNull();
        assertThat(message.getBooleanProperty("none")).isFalse();
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> message.getIntProperty("none"));
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> message.getDoubleProperty("none"));
    }

    @Test
    void aNullPropertyExists() throws JMSException {
        message.setStringProperty("a", null);
        message.setObjectProperty("b", null);

        assertThat(message.propertyExists("a")).isTrue();
        assertThat(names()).containsExactly("a", "b");
        assertThat(message.getStringProperty("b")).isNull();
    }

    @Test
    void anObjectOfAnotherTypeIsRefused() {
        for (Object value : List.of('c', new byte[1], BigDecimal.ONE, List.of(), new Object())) {
            assertThatExceptionOfType(MessageFormatException.class)
                    .isThrownBy(() -> message.setObjectProperty("price", value))
                    .withMessageContaining("setObjectProperty(\"price\")")
                    .withMessageContaining(value.getClass().getName());
        }
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "1a",
                "a b",
                "a-b",
                "X-B3-TraceId",
                "a.b",
                "'a'",
                " ",
                "NULL",
                "TRUE",
                "FALSE",
                "NOT",
                "AND",
                "OR",
                "BETWEEN",
                "LIKE",
                "IN",
                "IS",
                "ESCAPE"
            })
    void aNameThatNoSelectorCanNameIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> message.setIntProperty(name, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message.setStringProperty(name, "x"))
                .withMessageContaining("setStringProperty");
        assertThatIllegalArgumentException().isThrownBy(() -> message.setObjectProperty(name, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "_a",
                "$a",
                "größe",
                "nulls",
                "isnt",
                "JMS_vendor_x",
                "JMSXOther",
                "JMSFoo",
                "true",
                "In",
                "between"
            })
    void identifiersAreGoodNames(String name) throws JMSException {
        message.setIntProperty(name, 1);

        assertThat(message.getIntProperty(name)).isEqualTo(1);
    }

    @Test
    void groupPropertiesHaveTheirDefinedTypes() throws JMSException {
        message.setStringProperty("JMSXGroupID", "g");
        message.setIntProperty("JMSXGroupSeq", 7);

        assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("g");
        assertThat(message.getObjectProperty("JMSXGroupSeq")).isEqualTo(7);
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.setIntProperty("JMSXGroupID", 1));
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.setStringProperty("JMSXGroupSeq", "1"))
                .withMessageContaining("Integer");
    }

    @Test
    void aDeliveryCountThatAnApplicationSetsIsNotSent() throws JMSException {
        message.setIntProperty("JMSXDeliveryCount", 7);

        assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(7);
        assertThat(((JmsMessage) message).snapshot().property("JMSXDeliveryCount"))
                .isNull();
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> message.setBooleanProperty("JMSXDeliveryCount", true));
    }

    @Test
    void allPropertiesOfAReceivedMessageCanBeCopied() throws JMSException {
        message.setIntProperty("a", 1);
        message.setStringProperty("JMSXAppID", "app");
        JmsMessage received = Fixtures.transfer(message);
        Message copy = Fixtures.FACTORY.createMessage();

        for (Object name : Collections.list(received.getPropertyNames())) {
            copy.setObjectProperty((String) name, received.getObjectProperty((String) name));
        }

        assertThat(copy.getIntProperty("a")).isEqualTo(1);
        assertThat(copy.getStringProperty("JMSXAppID")).isEqualTo("app");
    }

    @Test
    void aReceivedMessageHasReadOnlyPropertiesUntilTheyAreCleared() throws JMSException {
        message.setIntProperty("a", 1);
        JmsMessage received = Fixtures.transfer(message);

        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> received.setIntProperty("a", 2))
                .withMessageContaining("clearProperties()");
        assertThat(received.getIntProperty("a")).isEqualTo(1);
        received.clearProperties();
        received.setIntProperty("b", 2);
        assertThat(Collections.list(received.getPropertyNames())).containsExactly("b");
    }

    @Test
    void theDeliveryCountIsAnIntPropertyOfReceivedMessages() throws JMSException {
        message.setIntProperty("a", 1);
        JmsMessage received = Fixtures.FACTORY.received(((JmsMessage) message).snapshot(), 3, true);

        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(3);
        assertThat(received.getLongProperty("JMSXDeliveryCount")).isEqualTo(3);
        assertThat(received.getStringProperty("JMSXDeliveryCount")).isEqualTo("3");
        assertThat(received.getObjectProperty("JMSXDeliveryCount")).isEqualTo(3);
        assertThat(received.propertyExists("JMSXDeliveryCount")).isTrue();
        assertThat(Collections.list(received.getPropertyNames())).containsExactly("a", "JMSXDeliveryCount");
        assertThat(received.getJMSRedelivered()).isTrue();
    }

    @Test
    void theDeliveryCountIsNotSentOnAndGoesWithClearProperties() throws JMSException {
        JmsMessage received = Fixtures.transfer(message);

        assertThat(received.snapshot().propertyCount()).isZero();
        received.clearProperties();
        assertThat(received.propertyExists("JMSXDeliveryCount")).isFalse();
        assertThat(Collections.list(received.getPropertyNames())).isEmpty();
    }

    @Test
    void clearingPropertiesLeavesHeaderAndBody() throws JMSException {
        TextMessage text = Fixtures.FACTORY.createTextMessage("body");
        text.setJMSType("type");
        text.setStringProperty("a", "b");

        text.clearProperties();

        assertThat(text.propertyExists("a")).isFalse();
        assertThat(text.getText()).isEqualTo("body");
        assertThat(text.getJMSType()).isEqualTo("type");
    }

    @Test
    void theEnumerationOfNamesIsASnapshot() throws JMSException {
        message.setIntProperty("a", 1);
        Enumeration<?> names = message.getPropertyNames();

        message.setIntProperty("b", 1);

        assertThat(Collections.list(names)).hasSize(1);
    }

    private List<Object> names() throws JMSException {
        return new ArrayList<>(Collections.list((Enumeration<?>) message.getPropertyNames()));
    }

    @Test
    void aNameIsWhatTheSelectorLanguageTakesForAnIdentifier() throws JMSException {
        // A letter beyond the first plane, a dotless i, and a long s: no words of the language.
        for (String name : List.of("\uD835\uDCB3", "x\uD835\uDCB3", "\u0131n", "\u0131s", "e\u017Fcape")) {
            message.setIntProperty(name, 1);
            assertThat(message.getIntProperty(name)).as(name).isEqualTo(1);
        }
        for (String name : List.of("\uD83D\uDE00", "x\uD83D\uDE00", "\uD835", "IN", "IS", "ESCAPE")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> message.setIntProperty(name, 1));
        }
    }
}
