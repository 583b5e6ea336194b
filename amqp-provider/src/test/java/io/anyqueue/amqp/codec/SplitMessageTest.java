package io.anyqueue.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.AmqpSequence;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Section;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the network cuts a message in two, in several frames or in the middle of one, makes no difference to what is read. */
final class SplitMessageTest {
    private static final Address QUEUE = Address.queue("q");

    static List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", "two");
        map.put("c", new byte[] {3, 3, 3});
        List<Body> bodies = List.of(
                new Body.Text("Gr\u00fc\u00dfe \u2615"),
                new Body.Bytes(new byte[300]),
                new Body.Entries(map),
                new Body.Items(List.of(1, "two", 3.5)),
                Body.None.INSTANCE);
        for (Body each : bodies) {
            messages.add(encoded(MessageData.builder()
                    .destination(QUEUE)
                    .replyTo(Address.queue("answers"))
                    .messageId("ID:1-", 7)
                    .property("text", "v\u00e4lue")
                    .property("number", 42L)
                    .body(each)
                    .build()));
        }
        MessageAnnotations place =
                new MessageAnnotations(Map.of(Symbol.valueOf("x-stream-offset"), 7L, Symbol.valueOf("x-other"), "v"));
        messages.add(encoded(
                place, new Properties().setContentType("text/xml"), new Data("<a/>".getBytes(StandardCharsets.UTF_8))));
        messages.add(encoded(place, new Data(new byte[] {1, 2}), new Data(new byte[] {3})));
        messages.add(encoded(place, new AmqpSequence<>(List.of(1, "x")), new AmqpSequence<>(List.of(true))));
        messages.add(encoded(place, new AmqpValue<>(Symbol.valueOf("symbol"))));
        return messages;
    }

    private static byte[] encoded(MessageData message) {
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate()) {
            new MessageEncoder(PlainMapping.INSTANCE, QUEUE).encode(message, buffer);
            return bytes(buffer);
        }
    }

    private static byte[] encoded(Section<?>... sections) {
        Encoder encoder = CodecFactory.getDefaultEncoder();
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate()) {
            for (Section<?> each : sections) {
                encoder.writeObject(buffer, encoder.newEncoderState(), each);
            }
            return bytes(buffer);
        }
    }

    private static byte[] bytes(ProtonBuffer buffer) {
        byte[] bytes = new byte[buffer.getReadableBytes()];
        buffer.readBytes(bytes, 0, bytes.length);
        return bytes;
    }

    /** What there is of a message, as it would be sent on. */
    private static byte[] read(ProtonBuffer payload) {
        try (payload) {
            // One that remembers no annotations of another message.
            MessageData message = new MessageDecoder(PlainMapping.INSTANCE, QUEUE)
                    .decode(payload)
                    .message();
            return encoded(message);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isReadAsOne(byte[] message) {
        ProtonBufferAllocator allocator = ProtonBufferAllocator.defaultAllocator();
        byte[] whole = read(allocator.copy(message));
        for (int cut = 1; cut < message.length; cut++) {
            ProtonBuffer[] parts = {
                allocator.copy(Arrays.copyOfRange(message, 0, cut)),
                allocator.copy(Arrays.copyOfRange(message, cut, message.length))
            };
            assertThat(read(allocator.composite(parts)))
                    .as("cut after %d of %d bytes", cut, message.length)
                    .isEqualTo(whole);
        }
    }
}
