package io.anyqueue.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Few bytes that claim much memory or time, which any sender to a queue can write. */
final class HostileValuesTest {
    private static final String VALUE = "005377";

    private final MessageDecoder decoder = new MessageDecoder(PlainMapping.INSTANCE, Address.queue("q"));

    private Body decode(byte[] bytes) {
        try (ProtonBuffer buffer = ProtonByteArrayBufferAllocator.wrapped(bytes)) {
            return decoder.decode(buffer).message().body();
        }
    }

    private Body decode(String hex) {
        return decode(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                VALUE + "f0000000057fffffff41",
                VALUE + "f0000000057fffffff45",
                VALUE + "f0000000057fffffff43",
                VALUE + "f0000000057fffffff44",
                VALUE + "f0000000067fffffff5001",
                VALUE + "f0000000067fffffff5601",
                VALUE + "f0000000067fffffffa100",
                // in a list, in a map, in an array, in a described value
                VALUE + "c00b01f0000000057fffffff41",
                VALUE + "c10e02a10161f0000000057fffffff41",
                VALUE + "f00000000e00000001f0000000057fffffff41",
                VALUE + "005301f0000000057fffffff41",
                // as an application property, an annotation, a footer, and for a message id
                "005374c10e02a10161f0000000057fffffff41",
                "005372c10e02a30161f0000000057fffffff41",
                "005378c10e02a30161f0000000057fffffff41",
                "005373c00b01f0000000057fffffff41",
                // more bytes, keys or elements than there are
                VALUE + "b07fffffff",
                VALUE + "d0000000087fffffff",
                VALUE + "d1000000087ffffffe"
            })
    void whatClaimsMoreThanItsBytesHoldIsMalformed(String hex) {
        assertThatThrownBy(() -> decode(hex)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void arraysOfElementsWithoutBytesAreReadWhereTheyAreSmall() {
        assertThat(decode(VALUE + "e0020341")).isEqualTo(decode(VALUE + "e0050356010101"));
    }

    @Test
    void manyArraysOfElementsWithoutBytesAreMalformed() {
        String array = "f0000000050000100045";
        assertThat(decode(VALUE + "c00b01" + array)).isNotNull();
        assertThatThrownBy(() -> decode(VALUE + "c01502" + array + array)).isInstanceOf(DecodeException.class);
    }

    @Test
    void anArrayWhoseTypeIsDescribedTooOftenIsMalformed() {
        assertThatThrownBy(() -> decode(VALUE + "f00000100000000001" + "0043".repeat(500) + "5001"))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void manyApplicationPropertiesAreMalformed() {
        String entries = "a1016140".repeat(10_001);
        String head = "005374d1" + HexFormat.of().toHexDigits(entries.length() / 2 + 4)
                + HexFormat.of().toHexDigits(2 * 10_001);
        assertThatThrownBy(() -> decode(head + entries)).isInstanceOf(DecodeException.class);
    }

    @Test
    void keysOfTwoTypesAreAsBadAsUnorderedOnes() {
        StringBuilder entries = new StringBuilder("800000000000000000" + "40");
        for (int i = 1; i <= 1001; i++) {
            entries.append("81").append(HexFormat.of().toHexDigits((long) i)).append("40");
        }
        String head = VALUE + "d1" + HexFormat.of().toHexDigits(entries.length() / 2 + 4)
                + HexFormat.of().toHexDigits(2 * 1002);
        assertThatThrownBy(() -> decode(head + entries)).isInstanceOf(DecodeException.class);
    }

    @Test
    void manyBodySectionsAreOneMessage() {
        Body body = decode("005375a0" + "0161" + "005375a00162".repeat(20_000));
        assertThat(((Body.Bytes) body).content()).hasSize(20_001);
    }

    @Test
    void aDecoderThatHasSeenManyDescriptorsGoesOn() {
        for (int i = 0; i < 20_001; i++) {
            decode(VALUE + "0080" + HexFormat.of().toHexDigits(0x1000_0000_0000L + i) + "a10161");
        }
        assertThat(decode(VALUE + "a10161")).isEqualTo(new Body.Text("a"));
    }

    @Test
    void valuesNestedTooDeepAreMalformed() {
        assertThatThrownBy(() -> decode(VALUE + "0040".repeat(5000) + "40")).isInstanceOf(DecodeException.class);
    }

    @Test
    void manyKeysWithoutAnOrderAreMalformed() {
        assertThatThrownBy(() -> decode(mapWith(1001))).isInstanceOf(DecodeException.class);
        assertThat(decode(mapWith(1000))).isInstanceOf(Body.Serialized.class);
    }

    /** A map whose keys are lists that all have the same hash. */
    private static byte[] mapWith(int keys) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        for (int i = 0; i < keys; i++) {
            // Of two integers a and b the hash is 31 * a + b and a constant.
            int b = -31 * i;
            entries.writeBytes(HexFormat.of()
                    .parseHex("c00b0271" + HexFormat.of().toHexDigits(i) + "71"
                            + HexFormat.of().toHexDigits(b) + "40"));
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(HexFormat.of()
                .parseHex(VALUE + "d1" + HexFormat.of().toHexDigits(entries.size() + 4)
                        + HexFormat.of().toHexDigits(2 * keys)));
        message.writeBytes(entries.toByteArray());
        return message.toByteArray();
    }

    @Test
    void annotationsWithNumbersForKeysAreReadWithoutThose() {
        // 0x80 is reserved, "x-a" is not
        Body body = decode("005372c1100480000000000000000141a303782d6141" + VALUE + "a10161");
        assertThat(body).isEqualTo(new Body.Text("a"));
    }
}
