package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class MapMessageTest {
    private final JmsMapMessage message = Fixtures.FACTORY.newMap();

    @Test
    void typedSettersStoreTheirTypes() throws JMSException {
        message.setBoolean("bool", true);
        message.setByte("byte", (byte) 1);
        message.setShort("short", (short) 2);
        message.setChar("char", 'c');
        message.setInt("int", 3);
        message.setLong("long", 4);
        message.setFloat("float", 5);
        message.setDouble("double", 6);
        message.setString("string", "7");
        message.setBytes("bytes", new byte[] {8});
        message.setBytes("range", new byte[] {1, 2, 3}, 1, 1);

        JmsMapMessage received = (JmsMapMessage) Fixtures.transfer(message);

        assertThat(Collections.list(received.getMapNames()))
                .containsExactly(
                        "bool", "byte", "short", "char", "int", "long", "float", "double", "string", "bytes", "range");
        assertThat(Collections.list(received.getMapNames()))
                .map(received::getObject)
                .containsExactly(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "7", new byte[] {8}, new byte[] {2});
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomMapsComeBackEqual(long seed) throws JMSException {
        Random random = new Random(seed);
        Map<String, Object> expected = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            String name = "n" + random.nextInt(60);
            Object value = RandomValues.next(random);
            message.setObject(name, value);
            expected.put(name, value);
        }

        Map<?, ?> body = Fixtures.transfer(message).getBody(Map.class);

        assertThat(body).hasSameSizeAs(expected);
        expected.forEach((name, value) -> assertThat(body.get(name)).isEqualTo(value));
    }

    @Test
    void anAbsentItemReadsAsNull() throws JMSException {
        assertThat(message.itemExists("none")).isFalse();
        assertThat(message.itemExists(null)).isFalse();
        assertThat(message.getObject("none")).isNull();
        assertThat(message.getString("none")).isNull();
        assertThat(message.getBytes("none")).isNull();
        assertThat(message.getBoolean("none")).isFalse();
        assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> message.getLong("none"));
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> message.getChar("none"));
        assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> message.getFloat("none"));
    }

    @Test
    void aNullItemExists() throws JMSException {
        message.setString("s", null);
        message.setBytes("b", null);
        message.setObject("o", null);

        assertThat(message.itemExists("s")).isTrue();
        assertThat(Collections.list(message.getMapNames())).containsExactly("s", "b", "o");
        assertThat(message.getBytes("b")).isNull();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void anItemNeedsAName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message.setInt(name, 1))
                .withMessageContaining("setInt");
        assertThatIllegalArgumentException().isThrownBy(() -> message.setObject(name, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> message.setBytes(name, new byte[1]));
    }

    @Test
    void otherObjectsAreRefused() {
        for (Object value : List.of(BigInteger.ONE, List.of(), new int[1], new Object())) {
            assertThatExceptionOfType(MessageFormatException.class)
                    .isThrownBy(() -> message.setObject("x", value))
                    .withMessageContaining("setObject(\"x\")");
        }
    }

    @Test
    void byteArraysAreCopiedOnTheirWayInAndOut() throws JMSException {
        byte[] bytes = {1};
        message.setBytes("a", bytes);
        message.setObject("b", bytes);
        bytes[0] = 2;
        message.getBytes("a")[0] = 3;
        ((byte[]) message.getObject("b"))[0] = 3;
        ((byte[]) message.getBody(Map.class).get("a"))[0] = 4;

        assertThat(message.getBytes("a")).containsExactly(1);
        assertThat(message.getBytes("b")).containsExactly(1);
    }

    @Test
    void aReceivedMapIsReadOnlyUntilCleared() throws JMSException {
        message.setInt("a", 1);
        JmsMapMessage received = (JmsMapMessage) Fixtures.transfer(message);

        assertThatExceptionOfType(MessageNotWriteableException.class).isThrownBy(() -> received.setInt("a", 2));
        assertThatExceptionOfType(MessageNotWriteableException.class)
                .isThrownBy(() -> received.setObject("a", new Object()));
        received.clearBody();
        received.setInt("b", 2);
        assertThat(Collections.list(received.getMapNames())).containsExactly("b");
        assertThat(message.getInt("a")).isEqualTo(1);
    }

    @Test
    void theBodyIsAMapOrAnObject() throws JMSException {
        message.setInt("a", 1);

        assertThat((Object) message.getBody(Map.class)).isEqualTo(Map.of("a", 1));
        assertThat(message.getBody(Object.class)).isEqualTo(Map.of("a", 1));
        assertThat(message.isBodyAssignableTo(HashMap.class)).isFalse();
        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> message.getBody(String.class));
        message.clearBody();
        assertThat(message.getBody(String.class)).isNull();
        assertThat(message.isBodyAssignableTo(String.class)).isTrue();
    }

    @Test
    void writingAfterASnapshotDoesNotShowInIt() throws JMSException {
        message.setInt("a", 1);
        MessageData first = message.snapshot();
        assertThat(message.snapshot().body()).isSameAs(first.body());

        message.setInt("a", 2);
        message.clearBody();
        message.setInt("b", 3);

        assertThat(((Body.Entries) first.body()).entries())
                .containsOnlyKeys("a")
                .containsValue(1);
        assertThat(((Body.Entries) message.snapshot().body()).entries()).containsOnlyKeys("b");
    }
}
