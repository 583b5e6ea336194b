package io.anyqueue.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as they come in, whole and in pieces. */
final class IncomingFramesTest {
    private static final String PROTOCOL = "414d515000010000";
    private static final String EMPTY_FRAME = "0000000802000000";
    private static final String MECHANISMS = frame("01", "005340c01501e01202a309414e4f4e594d4f555305504c41494e");
    private static final String OPEN = frame("00", "005310c00702a10161a10162");
    private static final String FLOW = frame("00", "005313c0070443520243520a");
    private static final String TRANSFER = frame("00", "005314c0090443520aa0024142434141414141414141");
    /** With the four bytes of a header that may be longer than it has to be. */
    private static final String LONG_HEADER = "000000160300000001020304005318c0020143414141";

    private static final int LARGEST = 100_000;

    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final List<Integer> sizes = new ArrayList<>();
    private final IncomingFrames frames = new IncomingFrames(this::pass);

    private void pass(ProtonBuffer buffer) {
        byte[] bytes = new byte[buffer.getReadableBytes()];
        buffer.readBytes(bytes, 0, bytes.length);
        sizes.add(bytes.length);
        passed.writeBytes(bytes);
    }

    /** The protocol header, which precedes all frames. */
    private void begin() {
        read(bytes(PROTOCOL));
        passed.reset();
        sizes.clear();
    }

    private void read(byte[] bytes) {
        try (ProtonBuffer piece = ProtonByteArrayBufferAllocator.wrapped(bytes)) {
            frames.read(piece, LARGEST);
        }
    }

    private static String frame(String type, String content) {
        return "%08x02%s0000%s".formatted(8 + content.length() / 2, type, content);
    }

    private static byte[] bytes(String... hex) {
        return HexFormat.of().parseHex(String.join("", hex));
    }

    private void readInPieces(byte[] stream, int size) {
        for (int from = 0; from < stream.length; from += size) {
            read(Arrays.copyOfRange(stream, from, Math.min(stream.length, from + size)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 11, 64, 1000})
    void framesComeOutAsTheyCameInInPiecesOfAnySize(int size) {
        byte[] stream = bytes(
                PROTOCOL, MECHANISMS, PROTOCOL, OPEN, EMPTY_FRAME, TRANSFER, FLOW, EMPTY_FRAME, LONG_HEADER, TRANSFER);
        readInPieces(stream, size);
        assertThat(passed.toByteArray()).isEqualTo(stream);
    }

    @Test
    void aFrameThatComesInPiecesIsPassedWhole() {
        begin();
        byte[] flow = bytes(FLOW);
        byte[] large = bytes(frame("00", "005314c0090443520aa002414243" + "41".repeat(LARGEST / 2)));
        byte[] stream = ByteBuffer.allocate(2 * flow.length + large.length)
                .put(flow)
                .put(large)
                .put(flow)
                .array();
        readInPieces(stream, 1000);
        assertThat(passed.toByteArray()).isEqualTo(stream);
        assertThat(sizes).containsExactly(flow.length, large.length, flow.length);
    }

    /** So that its sender waits for nothing. */
    @Test
    void wholeFramesDoNotWaitForOneThatIsBegun() {
        begin();
        read(bytes(FLOW, FLOW, TRANSFER.substring(0, 20)));
        assertThat(passed.toByteArray()).isEqualTo(bytes(FLOW, FLOW));
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
        begin();
        byte[] hostile = bytes(frame("00", performative));
        assertThatThrownBy(() -> read(hostile)).isInstanceOf(DecodeException.class);
    }

    @Test
    void itIsRefusedInPiecesToo() {
        begin();
        byte[] hostile = bytes(frame("00", "005310c00c02a100f0000000057fffffff41"));
        assertThatThrownBy(() -> readInPieces(hostile, 3)).isInstanceOf(DecodeException.class);
        assertThat(passed.size()).isZero();
    }

    @Test
    void valuesNestedTooDeepAreRefused() {
        begin();
        byte[] hostile = bytes(frame("00", "005310" + "d00000ffff00000001".repeat(200)));
        assertThatThrownBy(() -> read(hostile))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("deep");
    }

    /** The engine says what is wrong with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000102000000ffff",
                "ffffffff02000000ffff",
                "00000009ff00000041",
                // larger than allowed
                "0001ffff02000000"
            })
    void whatIsNoFrameIsLeftToTheEngineAtOnce(String hex) {
        read(bytes(PROTOCOL, hex));
        assertThat(passed.toByteArray()).isEqualTo(bytes(PROTOCOL, hex));
    }

    /** An alert of TLS, the settings of HTTP/2, what could be the size of a frame, and the first letter of a banner. */
    @ParameterizedTest
    @ValueSource(strings = {"15030300020228", "00001204000000000000", "0000ffff", "53"})
    void whatIsNoAmqpIsLeftToTheEngineAtOnce(String hex) {
        read(bytes(hex));
        assertThat(passed.toByteArray()).isEqualTo(bytes(hex));
        read(bytes(FLOW));
        assertThat(passed.toByteArray()).isEqualTo(bytes(hex, FLOW));
    }

    @Test
    void whatPrecedesAMalformedFrameIsPassed() {
        byte[] stream = bytes(PROTOCOL, FLOW, frame("00", "005310c003010ff0"));
        assertThatThrownBy(() -> read(stream)).isInstanceOf(DecodeException.class);
        assertThat(passed.toByteArray()).isEqualTo(bytes(PROTOCOL, FLOW));
    }

    /** The engine's decoder remembers each of them for ever, for all connections. */
    @Test
    void moreKindsOfDescribedValuesThanAPeerHasUseForAreRefused() {
        String filter = "00800000468c00000004a10161";
        for (int i = 0; i < 1000; i++) {
            read(bytes(i == 0 ? PROTOCOL : "", frame("00", "005313c01102" + filter + "00531b41")));
        }
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 200; i++) {
                        read(bytes(frame("00", "005313c0090100a304%08x41".formatted(0x61616161 + i))));
                    }
                })
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("unknown kinds");
        assertThatThrownBy(() -> read(bytes(frame("00", "005313c0ff0100b30000012c" + "61".repeat(300) + "41"))))
                .isInstanceOf(DecodeException.class);
    }
}
