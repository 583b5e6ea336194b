package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.anyqueue.compliance.Requirement;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.TextMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Properties: values, names, conversions, and when they can be set. */
class PropertyTests extends ComplianceTest {
    private static final Map<String, Object> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("boolean", true);
        VALUES.put("byte", (byte) 7);
        VALUES.put("short", (short) 8);
        VALUES.put("int", 9);
        VALUES.put("long", 10L);
        VALUES.put("float", 1.5f);
        VALUES.put("double", 2.5d);
        VALUES.put("String", "5");
    }

    private static final Map<String, List<String>> MARKED = Map.of(
            "boolean", List.of("boolean", "String"),
            "byte", List.of("byte", "short", "int", "long", "String"),
            "short", List.of("short", "int", "long", "String"),
            "int", List.of("int", "long", "String"),
            "long", List.of("long", "String"),
            "float", List.of("float", "double", "String"),
            "double", List.of("double", "String"),
            "String", List.of("boolean", "byte", "short", "int", "long", "float", "double", "String"));

    @Test
    @Requirement({"3.5.2-1", "3.5.5-1"})
    void propertiesOfEachTypeArriveWithValueAndType() throws Exception {
        Message received = sent(withAll());
        for (Map.Entry<String, Object> entry : VALUES.entrySet()) {
            assertThat(received.getObjectProperty(entry.getKey())).isEqualTo(entry.getValue());
        }
        assertThat(received.getBooleanProperty("boolean")).isTrue();
        assertThat(received.getByteProperty("byte")).isEqualTo((byte) 7);
        assertThat(received.getShortProperty("short")).isEqualTo((short) 8);
        assertThat(received.getIntProperty("int")).isEqualTo(9);
        assertThat(received.getLongProperty("long")).isEqualTo(10L);
        assertThat(received.getFloatProperty("float")).isEqualTo(1.5f);
        assertThat(received.getDoubleProperty("double")).isEqualTo(2.5d);
        assertThat(received.getStringProperty("String")).isEqualTo("5");
    }

    @Test
    @Requirement("3.5.2-1")
    void extremeValuesArrive() throws Exception {
        Message message = jms.text("a");
        message.setLongProperty("l", Long.MIN_VALUE);
        message.setDoubleProperty("d", Double.MIN_VALUE);
        message.setFloatProperty("f", Float.NEGATIVE_INFINITY);
        message.setStringProperty("empty", "");
        message.setStringProperty("text", "\u00e9\u4f60\ud83c\udf4b");
        message.setStringProperty("none", null);

        Message received = sent(message);

        assertThat(received.getLongProperty("l")).isEqualTo(Long.MIN_VALUE);
        assertThat(received.getDoubleProperty("d")).isEqualTo(Double.MIN_VALUE);
        assertThat(received.getFloatProperty("f")).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(received.getStringProperty("empty")).isEmpty();
        assertThat(received.getStringProperty("text")).isEqualTo("\u00e9\u4f60\ud83c\udf4b");
        assertThat(received.getStringProperty("none")).isNull();
    }

    @Test
    @Requirement("3.5.4-1")
    void everyMarkedConversionIsDone() throws Exception {
        Message message = withAll();
        SoftAssertions all = new SoftAssertions();
        for (String row : VALUES.keySet()) {
            for (String column : MARKED.getOrDefault(row, List.of())) {
                if (row.equals("String") && column.equals("boolean")) {
                    all.assertThat(read(message, row, column)).isEqualTo(false);
                } else {
                    all.assertThat(String.valueOf(read(message, row, column)))
                            .as(row + " as " + column)
                            .startsWith(String.valueOf(VALUES.get(row)));
                }
            }
        }
        all.assertAll();
    }

    @Test
    @Requirement({"3.5.4-2", "Message.getProperty-1"})
    void everyOtherConversionIsRefused() throws Exception {
        Message message = withAll();
        SoftAssertions all = new SoftAssertions();
        for (String row : VALUES.keySet()) {
            for (String column : VALUES.keySet()) {
                if (!MARKED.getOrDefault(row, List.of()).contains(column)) {
                    all.assertThatThrownBy(() -> read(message, row, column))
                            .as(row + " as " + column)
                            .isInstanceOf(MessageFormatException.class);
                }
            }
        }
        all.assertAll();
    }

    @Test
    @Requirement("3.5.4-3")
    void aTextThatIsNoNumberIsANumberFormatException() throws Exception {
        Message message = jms.text("a");
        message.setStringProperty("p", "lemon");
        for (String column : List.of("byte", "short", "int", "long", "float", "double")) {
            refused(NumberFormatException.class, () -> read(message, "p", column));
        }
        assertThat(message.getBooleanProperty("p")).isFalse();
    }

    @Test
    @Requirement({"3.5.4-4", "3.5.8-1", "3.5.5-3"})
    void aMissingPropertyReadsAsNull() throws Exception {
        Message message = jms.text("a");
        assertThat(message.getStringProperty("p")).isNull();
        assertThat(message.getObjectProperty("p")).isNull();
        assertThat(message.getBooleanProperty("p")).isFalse();
        for (String column : List.of("byte", "short", "int", "long")) {
            refused(NumberFormatException.class, () -> read(message, "p", column));
        }
        for (String column : List.of("float", "double")) {
            refused(NullPointerException.class, () -> read(message, "p", column));
        }
    }

    @Test
    @Requirement("3.5.5-2")
    void anObjectOfAnotherClassIsRefused() throws Exception {
        Message message = jms.text("a");
        for (Object wrong : List.of(List.of(), new Object(), 'c', new byte[1])) {
            refused(MessageFormatException.class, () -> message.setObjectProperty("p", wrong));
        }
        assertThat(message.propertyExists("p")).isFalse();
    }

    @Test
    @Requirement("3.5.1-1")
    void everyIdentifierIsAPropertyName() throws Exception {
        List<String> names = List.of("a", "A", "_x", "$y", "a1", "prix_\u00e9", "\u4f60\u597d", "n".repeat(300));
        Message message = jms.text("a");
        for (String name : names) {
            message.setStringProperty(name, name);
        }
        Message received = sent(message);
        for (String name : names) {
            assertThat(received.getStringProperty(name)).isEqualTo(name);
        }
    }

    @Test
    @Requirement("3.5.1-2")
    void aNameThatIsNoIdentifierIsRefused() throws Exception {
        Message message = jms.text("a");
        // Section 3.5.1 only says that "property names must obey the rules for a message selector identifier", not what
        // is thrown otherwise; the documentation of the setters names an exception for null and the empty name alone.
        for (String name : List.of("1a", "a-b", "a b", "a.b", "NULL", "AND", "BETWEEN")) {
            assertThat(catchThrowable(() -> message.setStringProperty(name, "x")))
                    .as("setting the property '" + name + "'")
                    .isInstanceOfAny(JMSException.class, JMSRuntimeException.class, IllegalArgumentException.class);
        }
    }

    @Test
    @Requirement("Message.setProperty-1")
    void anEmptyNameIsRefused() throws Exception {
        Message message = jms.text("a");
        for (String name : new String[] {null, ""}) {
            refused(IllegalArgumentException.class, () -> message.setBooleanProperty(name, true));
            refused(IllegalArgumentException.class, () -> message.setByteProperty(name, (byte) 1));
            refused(IllegalArgumentException.class, () -> message.setShortProperty(name, (short) 1));
            refused(IllegalArgumentException.class, () -> message.setIntProperty(name, 1));
            refused(IllegalArgumentException.class, () -> message.setLongProperty(name, 1));
            refused(IllegalArgumentException.class, () -> message.setFloatProperty(name, 1));
            refused(IllegalArgumentException.class, () -> message.setDoubleProperty(name, 1));
            refused(IllegalArgumentException.class, () -> message.setStringProperty(name, "1"));
            refused(IllegalArgumentException.class, () -> message.setObjectProperty(name, "1"));
        }
    }

    @Test
    @Requirement({"3.5.3-1", "Message.setProperty-2"})
    void receivedPropertiesAreReadOnly() throws Exception {
        Message received = sent(withAll());
        refused(MessageNotWriteableException.class, () -> received.setBooleanProperty("p", true));
        refused(MessageNotWriteableException.class, () -> received.setByteProperty("p", (byte) 1));
        refused(MessageNotWriteableException.class, () -> received.setShortProperty("p", (short) 1));
        refused(MessageNotWriteableException.class, () -> received.setIntProperty("int", 1));
        refused(MessageNotWriteableException.class, () -> received.setLongProperty("p", 1));
        refused(MessageNotWriteableException.class, () -> received.setFloatProperty("p", 1));
        refused(MessageNotWriteableException.class, () -> received.setDoubleProperty("p", 1));
        refused(MessageNotWriteableException.class, () -> received.setStringProperty("p", "1"));
        refused(MessageNotWriteableException.class, () -> received.setObjectProperty("p", "1"));
    }

    @Test
    @Requirement({"3.5.7-1", "3.5.7-2"})
    void clearingLeavesTheBodyAndAllowsNewProperties() throws Exception {
        Message received = sent(withAll());
        received.clearProperties();

        assertThat(received.propertyExists("int")).isFalse();
        assertThat(((TextMessage) received).getText()).isEqualTo("body");
        received.setIntProperty("fresh", 1);
        assertThat(received.getIntProperty("fresh")).isEqualTo(1);
    }

    @Test
    @Requirement({"3.5.6-1", "3.5.6-2", "Message.propertyExists-1"})
    void namesAreEnumeratedWithoutHeaderFields() throws Exception {
        Message message = withAll();
        assertThat(names(message.getPropertyNames()))
                .filteredOn(name -> !name.startsWith("JMSX"))
                .hasSameElementsAs(VALUES.keySet());

        Message received = sent(message);
        assertThat(names(received.getPropertyNames()))
                .containsAll(VALUES.keySet())
                .doesNotContain("JMSMessageID", "JMSDestination", "JMSTimestamp", "JMSPriority", "JMSType");
        assertThat(received.propertyExists("int")).isTrue();
        assertThat(received.propertyExists("nothing")).isFalse();
    }

    @Test
    @Requirement("3.5.9-1")
    void groupPropertiesArrive() throws Exception {
        Message message = jms.text("a");
        message.setStringProperty("JMSXGroupID", "g");
        message.setIntProperty("JMSXGroupSeq", 3);
        Message received = sent(message);
        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("g");
        assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(3);
    }

    private Message withAll() throws Exception {
        Message message = jms.text("body");
        for (Map.Entry<String, Object> entry : VALUES.entrySet()) {
            message.setObjectProperty(entry.getKey(), entry.getValue());
        }
        return message;
    }

    private static Object read(Message message, String name, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.getBooleanProperty(name);
            case "byte" -> message.getByteProperty(name);
            case "short" -> message.getShortProperty(name);
            case "int" -> message.getIntProperty(name);
            case "long" -> message.getLongProperty(name);
            case "float" -> message.getFloatProperty(name);
            case "double" -> message.getDoubleProperty(name);
            default -> message.getStringProperty(name);
        };
    }
}
