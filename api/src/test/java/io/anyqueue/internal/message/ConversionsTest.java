package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.MessageFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of section 3.11.3, which holds that of section 3.5.4: every cell, through each place that converts. */
class ConversionsTest {
    private static final List<String> COLUMNS =
            List.of("Boolean", "Byte", "Short", "Char", "Int", "Long", "Float", "Double", "String", "Bytes");

    /** One row for each type that a value may have, with the columns it may be read as. */
    private static final Map<Object, String> TABLE = Map.of(
            true,
            "Boolean String",
            (byte) 5,
            "Byte Short Int Long String",
            (short) 300,
            "Short Int Long String",
            'c',
            "Char String",
            70_000,
            "Int Long String",
            5_000_000_000L,
            "Long String",
            1.5f,
            "Float Double String",
            2.5d,
            "Double String",
            "17",
            "Boolean Byte Short Int Long Float Double String",
            new byte[] {1, 2},
            "Bytes");

    static List<Arguments> cells() {
        List<Arguments> cells = new ArrayList<>();
        TABLE.forEach((value, legal) -> COLUMNS.forEach(column ->
                cells.add(Arguments.of(value, column, List.of(legal.split(" ")).contains(column)))));
        return cells;
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellOfTheTableHoldsForMaps(Object value, String column, boolean legal) throws Exception {
        JmsMapMessage message = Fixtures.FACTORY.newMap();
        message.setObject("item", value);

        check(value, column, legal, "get" + column + "(\"item\")", () -> readMap(message, column));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellOfTheTableHoldsForStreams(Object value, String column, boolean legal) throws Exception {
        JmsStreamMessage message = Fixtures.FACTORY.newStream();
        message.writeObject(value);
        message.reset();

        check(value, column, legal, "read" + column + "() at item 1", () -> readStream(message, column));
        assertThat(legal || message.readObject() != null)
                .as("still there after a failed read")
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellOfTheTableHoldsForProperties(Object value, String column, boolean legal) throws Exception {
        if (value instanceof Character || value instanceof byte[] || column.equals("Char") || column.equals("Bytes")) {
            return;
        }
        JmsMessage message = (JmsMessage) Fixtures.FACTORY.createMessage();
        message.setObjectProperty("item", value);

        check(value, column, legal, "get" + column + "Property(\"item\")", () -> readProperty(message, column));
    }

    @Test
    void nullIsReadAsTheTypesReadANullString() throws Exception {
        assertThat(Conversions.toBoolean(null, "m", "s")).isFalse();
        assertThat(Conversions.toText(null, "m", "s")).isNull();
        assertThat(Conversions.toBytes(null, "m", "s")).isNull();
        assertThatThrownBy(() -> Conversions.toByte(null, "m", "s")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> Conversions.toShort(null, "m", "s")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> Conversions.toInt(null, "getInt", "x"))
                .isInstanceOf(NumberFormatException.class)
                .hasMessageContaining("getInt(\"x\")");
        assertThatThrownBy(() -> Conversions.toLong(null, "m", "s")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> Conversions.toFloat(null, "m", "s")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Conversions.toDouble(null, "m", "s")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Conversions.toChar(null, "m", "s")).isInstanceOf(NullPointerException.class);
    }

    @Test
    void aStringThatDoesNotParseIsANumberFormatErrorThatDoesNotShowIt() {
        for (String text : List.of("secret", "", "1.5x", "128b")) {
            assertThatThrownBy(() -> Conversions.toByte(text, "m", "s")).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> Conversions.toShort(text, "m", "s")).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> Conversions.toInt(text, "m", "s")).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> Conversions.toLong(text, "m", "s")).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> Conversions.toFloat(text, "m", "s")).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> Conversions.toDouble(text, "m", "s")).isInstanceOf(NumberFormatException.class);
        }
        assertThatThrownBy(() -> Conversions.toInt("secret", "getInt", "price"))
                .hasMessage("getInt(\"price\"): the String value cannot be parsed as int");
        assertThatThrownBy(() -> Conversions.toByte("128", "m", "s")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void aStringIsTrueOnlyWhereItSaysSo() throws Exception {
        assertThat(Conversions.toBoolean("TRUE", "m", "s")).isTrue();
        assertThat(Conversions.toBoolean("yes", "m", "s")).isFalse();
    }

    @Test
    void anIllegalConversionNamesTheCallTheTypeFoundAndThoseExpected() {
        assertThatThrownBy(() -> Conversions.toInt(5L, "getIntProperty", "price"))
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("getIntProperty(\"price\")")
                .hasMessageContaining("of type long")
                .hasMessageContaining("byte, short, int or String");
    }

    private interface Reading {
        Object read() throws Exception;
    }

    private static void check(Object value, String column, boolean legal, String call, Reading reading)
            throws Exception {
        if (legal) {
            assertThat(reading.read()).isEqualTo(expected(value, column));
        } else {
            assertThatThrownBy(reading::read)
                    .isInstanceOf(MessageFormatException.class)
                    .hasMessageStartingWith(call);
        }
    }

    private static Object expected(Object value, String column) {
        String text = String.valueOf(value);
        return switch (column) {
            case "Boolean" -> Boolean.valueOf(text);
            case "Byte" -> Byte.valueOf(text);
            case "Short" -> Short.valueOf(text);
            case "Int" -> Integer.valueOf(text);
            case "Long" -> Long.valueOf(text);
            case "Float" -> Float.valueOf(text);
            case "Double" -> Double.valueOf(text);
            case "String" -> text;
            default -> value;
        };
    }

    private static Object readMap(JmsMapMessage message, String column) throws Exception {
        return switch (column) {
            case "Boolean" -> message.getBoolean("item");
            case "Byte" -> message.getByte("item");
            case "Short" -> message.getShort("item");
            case "Char" -> message.getChar("item");
            case "Int" -> message.getInt("item");
            case "Long" -> message.getLong("item");
            case "Float" -> message.getFloat("item");
            case "Double" -> message.getDouble("item");
            case "String" -> message.getString("item");
            default -> message.getBytes("item");
        };
    }

    private static Object readStream(JmsStreamMessage message, String column) throws Exception {
        return switch (column) {
            case "Boolean" -> message.readBoolean();
            case "Byte" -> message.readByte();
            case "Short" -> message.readShort();
            case "Char" -> message.readChar();
            case "Int" -> message.readInt();
            case "Long" -> message.readLong();
            case "Float" -> message.readFloat();
            case "Double" -> message.readDouble();
            case "String" -> message.readString();
            default -> {
                byte[] bytes = new byte[2];
                assertThat(message.readBytes(bytes)).isEqualTo(2);
                yield bytes;
            }
        };
    }

    private static Object readProperty(JmsMessage message, String column) throws Exception {
        return switch (column) {
            case "Boolean" -> message.getBooleanProperty("item");
            case "Byte" -> message.getByteProperty("item");
            case "Short" -> message.getShortProperty("item");
            case "Int" -> message.getIntProperty("item");
            case "Long" -> message.getLongProperty("item");
            case "Float" -> message.getFloatProperty("item");
            case "Double" -> message.getDoubleProperty("item");
            default -> message.getStringProperty("item");
        };
    }
}
