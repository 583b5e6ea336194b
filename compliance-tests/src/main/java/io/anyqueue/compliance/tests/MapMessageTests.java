package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Requirement;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies of names and values. */
class MapMessageTests extends ComplianceTest {

    @Test
    @Requirement("3.11.3-2")
    void everyMarkedConversionIsDone() throws Exception {
        Conversions.requireMarked((value, as) -> read(holding(value), as));
    }

    @Test
    @Requirement({"3.11.3-3", "MapMessage.get-1"})
    void everyOtherConversionIsRefused() throws Exception {
        Conversions.requireOthersRefused((value, as) -> read(holding(value), as));
    }

    @Test
    @Requirement("3.11.3-1")
    void typedMethodsAndObjectsAreEquivalent() throws Exception {
        MapMessage message = jms.session().createMapMessage();
        message.setBoolean("boolean", true);
        message.setByte("byte", (byte) 1);
        message.setShort("short", (short) 2);
        message.setChar("char", 'c');
        message.setInt("int", 3);
        message.setLong("long", 4);
        message.setFloat("float", 5);
        message.setDouble("double", 6);
        message.setString("String", "7");
        message.setObject("object", 8);
        assertThat(message.getObject("boolean")).isEqualTo(true);
        assertThat(message.getObject("byte")).isEqualTo((byte) 1);
        assertThat(message.getObject("short")).isEqualTo((short) 2);
        assertThat(message.getObject("char")).isEqualTo('c');
        assertThat(message.getObject("int")).isEqualTo(3);
        assertThat(message.getObject("long")).isEqualTo(4L);
        assertThat(message.getObject("float")).isEqualTo(5f);
        assertThat(message.getObject("double")).isEqualTo(6d);
        assertThat(message.getObject("String")).isEqualTo("7");
        assertThat(message.getInt("object")).isEqualTo(8);
    }

    @Test
    @Requirement({"3.11.3-6", "3.11.3-7"})
    void aTextThatIsNoNumberIsANumberFormatException() throws Exception {
        MapMessage message = holding("lemon");
        for (String type : List.of("byte", "short", "int", "long", "float", "double")) {
            refused(NumberFormatException.class, () -> read(message, type));
        }
        assertThat(message.getBoolean("v")).isFalse();
        assertThat(holding("TrUe").getBoolean("v")).isTrue();
    }

    @Test
    @Requirement({"3.11.3-8", "3.11.3-9"})
    void anEntryThatWasNeverSetReadsAsNull() throws Exception {
        MapMessage message = jms.session().createMapMessage();
        assertThat(message.getString("v")).isNull();
        assertThat(message.getObject("v")).isNull();
        assertThat(message.getBytes("v")).isNull();
        assertThat(message.getBoolean("v")).isFalse();
        for (String type : List.of("byte", "short", "int", "long")) {
            refused(NumberFormatException.class, () -> read(message, type));
        }
        for (String type : List.of("float", "double", "char")) {
            refused(NullPointerException.class, () -> read(message, type));
        }
    }

    @Test
    @Requirement({"MapMessage.itemExists-1", "MapMessage.getMapNames-1", "MapMessage.set-2", "3.12-3"})
    void entriesAreEnumeratedAndReplaced() throws Exception {
        MapMessage message = jms.session().createMapMessage();
        message.setInt("a", 1);
        message.setString("a", "one");
        message.setObject("none", null);
        assertThat(message.getString("a")).isEqualTo("one");
        assertThat(message.itemExists("none")).isTrue();
        assertThat(message.itemExists("other")).isFalse();
        assertThat(names(message.getMapNames())).containsExactlyInAnyOrder("a", "none");
    }

    @Test
    @Requirement("MapMessage.set-1")
    void anEmptyNameIsRefused() throws Exception {
        MapMessage message = jms.session().createMapMessage();
        for (String name : new String[] {null, ""}) {
            refused(IllegalArgumentException.class, () -> message.setBoolean(name, true));
            refused(IllegalArgumentException.class, () -> message.setByte(name, (byte) 1));
            refused(IllegalArgumentException.class, () -> message.setShort(name, (short) 1));
            refused(IllegalArgumentException.class, () -> message.setChar(name, 'c'));
            refused(IllegalArgumentException.class, () -> message.setInt(name, 1));
            refused(IllegalArgumentException.class, () -> message.setLong(name, 1));
            refused(IllegalArgumentException.class, () -> message.setFloat(name, 1));
            refused(IllegalArgumentException.class, () -> message.setDouble(name, 1));
            refused(IllegalArgumentException.class, () -> message.setString(name, "1"));
            refused(IllegalArgumentException.class, () -> message.setBytes(name, new byte[1]));
            refused(IllegalArgumentException.class, () -> message.setBytes(name, new byte[1], 0, 1));
            refused(IllegalArgumentException.class, () -> message.setObject(name, 1));
        }
    }

    @Test
    @Requirement({"10.3-6", "MapMessage.setObject-1"})
    void anObjectOfAnotherClassIsRefused() throws Exception {
        MapMessage message = jms.session().createMapMessage();
        refused(MessageFormatException.class, () -> message.setObject("v", new Object()));
        refused(MessageFormatException.class, () -> message.setObject("v", List.of()));
    }

    @Test
    @Requirement({"MapMessage.setBytes-1", "3.12-2", "3.12-4"})
    void bytesAreCopiedInAndOut() throws Exception {
        byte[] bytes = {1, 2, 3, 4};
        MapMessage message = jms.session().createMapMessage();
        message.setBytes("part", bytes, 1, 2);
        message.setBytes("whole", bytes);
        bytes[1] = 9;
        MapMessage received = (MapMessage) sent(message);
        assertThat(received.getBytes("part")).containsExactly(2, 3);
        received.getBytes("whole")[0] = 9;
        assertThat(received.getBytes("whole")).containsExactly(1, 2, 3, 4);
    }

    private MapMessage holding(Object value) throws Exception {
        MapMessage message = jms.plumbing().createMapMessage();
        message.setObject("v", value);
        return message;
    }

    private static Object read(MapMessage message, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.getBoolean("v");
            case "byte" -> message.getByte("v");
            case "short" -> message.getShort("v");
            case "char" -> message.getChar("v");
            case "int" -> message.getInt("v");
            case "long" -> message.getLong("v");
            case "float" -> message.getFloat("v");
            case "double" -> message.getDouble("v");
            case "String" -> message.getString("v");
            default -> message.getBytes("v");
        };
    }
}
