package io.anyqueue.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as they come in, whole and in pieces. */
final class FrameGuardTest {
    private static final String PROTOCOL = "414d515000010000";
    private static final String EMPTY_FRAME = "0000000802000000";
    private static final String MECHANISMS = frame("01", "005340c01501e01202a309414e4f4e594d4f555305504c41494e");
    private static final String OPEN = frame("00", "005310c00702a10161a10162");
    private static final String FLOW = frame("00", "005313c0070443520243520a");
    private static final String TRANSFER = frame("00", "005314c0090443520aa0024142434141414141414141");
    /** With the four bytes of a header that may be longer than it has to be. */
    private static final String LONG_HEADER = "000000160300000001020304005318c0020143414141";

    private final FrameGuard guard = new FrameGuard();

    private static String frame(String type, String content) {
        return "%08x02%s0000%s".formatted(8 + content.length() / 2, type, content);
    }

    private static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex));
    }

    private byte[] admitted(byte[] bytes) {
        try (ProtonBuffer piece = ProtonByteArrayBufferAllocator.wrapped(bytes)) {
            ProtonBuffer admitted = guard.admit(piece);
            byte[] result = new byte[admitted.getReadableBytes()];
            admitted.readBytes(result, 0, result.length);
            return result;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 11, 64, 1000})
    void framesComeOutAsTheyCameInInPiecesOfAnySize(int size) {
        byte[] stream = bytes(
                PROTOCOL, MECHANISMS, PROTOCOL, OPEN, EMPTY_FRAME, TRANSFER, FLOW, EMPTY_FRAME, LONG_HEADER, TRANSFER);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int from = 0; from < stream.length; from += size) {
            out.writeBytes(admitted(Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size))));
        }
        assertThat(out.toByteArray()).isEqualTo(stream);
    }

    @Test
    void aPayloadIsNotHeldBack() {
        byte[] begun = bytes("00100000", "02000000", "005314c0090443520aa00241424341");
        assertThat(admitted(begun)).isEqualTo(begun);
        byte[] payload = new byte[70_000];
        assertThat(admitted(payload)).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // mechanisms, and what an open, a flow, a transfer's state and a disposition's state may hold
                "005340c00b01f0000000057fffffff41",
                "005310c00c02a100f0000000057fffffff41",
                "005313c00c0241f0000000057fffffff4141",
                "005314c00d0343005334f0000000057fffffff45",
                "005315c00d0341005324f0000000057fffffff43",
                // more bytes than the frame has
                "005310c0ff01b07fffffff",
                "005310d07fffffff7fffffff",
                // no type
                "005310c003010ff0"
            })
    void aPerformativeThatClaimsMoreThanItHasIsRefused(String performative) {
        byte[] hostile = bytes(frame("00", performative));
        assertThatThrownBy(() -> admitted(hostile)).isInstanceOf(DecodeException.class);
    }

    @Test
    void valuesNestedTooDeepAreRefusedBeforeTheFrameIsWhole() {
        byte[] begun = bytes("00010000", "02000000", "005310" + "d00000ffff00000001".repeat(200));
        assertThatThrownBy(() -> admitted(begun))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("deep");
    }

    @Test
    void aPerformativeThatNeverEndsIsRefused() {
        byte[] begun = bytes("7fffff00", "02000000", "005310d07fff000000000002b07ffe0000");
        assertThat(admitted(begun)).hasSize(8);
        byte[] more = new byte[300_000];
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5; i++) {
                        admitted(more);
                    }
                })
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("performative");
    }

    /** The engine says what is wrong with it. */
    @ParameterizedTest
    @ValueSource(strings = {"0000000102000000ffff", "ffffffff02000000ffff", "000000090000000041", "00000009ff00000041"})
    void whatIsNoFrameIsLeftToTheEngine(String hex) {
        assertThat(admitted(bytes(hex))).isEqualTo(bytes(hex));
    }
}
