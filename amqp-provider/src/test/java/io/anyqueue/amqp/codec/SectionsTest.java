package io.anyqueue.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sections that are written and read by hand, against what the library makes of them. */
final class SectionsTest {
    private static final Address QUEUE = Address.queue("q");
    private static final MessageMapping PLAIN = PlainMapping.INSTANCE;

    private final MessageDecoder decoder = new MessageDecoder(PLAIN, QUEUE);

    private static List<Section<?>> sections(MessageData message) {
        Decoder library = CodecFactory.getDefaultDecoder();
        List<Section<?>> sections = new ArrayList<>();
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate()) {
            new MessageEncoder(PLAIN, QUEUE).encode(message, buffer);
            while (buffer.isReadable()) {
                sections.add((Section<?>) library.readObject(buffer, library.newDecoderState()));
            }
        }
        return sections;
    }

    private MessageData decode(Object... values) {
        Encoder encoder = CodecFactory.getDefaultEncoder();
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate()) {
            for (Object each : values) {
                if (each instanceof byte[] bytes) {
                    buffer.writeBytes(bytes);
                } else {
                    encoder.writeObject(buffer, encoder.newEncoderState(), each);
                }
            }
            return decoder.decode(buffer).message();
        }
    }

    @Test
    void theLibraryReadsEveryFieldThatIsWritten() {
        List<Section<?>> sections = sections(MessageData.builder()
                .destination(QUEUE)
                .replyTo(Address.queue("answers"))
                .messageId("ID:1-", 7)
                .correlationId(new byte[] {1, 2})
                .type("order")
                .timestamp(1000)
                .expiration(5000)
                .priority(7)
                .persistent(true)
                .property("JMSXGroupID", "g")
                .property("JMSXGroupSeq", 3)
                .property("JMSXUserID", "ann")
                .property("amount", 12)
                .property("note", null)
                .body(new Body.Text("lemon\u00e4\u20ac"))
                .build());
        assertThat(sections).hasSize(5);
        assertThat(((Header) sections.get(0)).getPriority()).isEqualTo((byte) 7);
        Properties properties = (Properties) sections.get(2);
        assertThat(properties.getMessageId()).isEqualTo("ID:1-7");
        assertThat(properties.getUserId()).isEqualTo(new Binary("ann".getBytes(StandardCharsets.UTF_8)));
        assertThat(properties.getTo()).isEqualTo("q");
        assertThat(properties.getSubject()).isEqualTo("order");
        assertThat(properties.getReplyTo()).isEqualTo("answers");
        assertThat(properties.getCorrelationId()).isEqualTo(new Binary(new byte[] {1, 2}));
        assertThat(properties.hasContentType()).isFalse();
        assertThat(properties.getAbsoluteExpiryTime()).isEqualTo(5000);
        assertThat(properties.getCreationTime()).isEqualTo(1000);
        assertThat(properties.getGroupId()).isEqualTo("g");
        assertThat(properties.getGroupSequence()).isEqualTo(3);
        assertThat(properties.hasReplyToGroupId()).isFalse();
        Map<String, Object> values = ((ApplicationProperties) sections.get(3)).getValue();
        assertThat(values).containsOnlyKeys("amount", "note").containsEntry("amount", 12);
        assertThat(((AmqpValue<?>) sections.get(4)).getValue()).isEqualTo("lemon\u00e4\u20ac");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 12345, Long.MAX_VALUE})
    void anIdIsItsPrefixAndItsNumber(long sequence) {
        for (String prefix : List.of("ID:1-", "ID:\u00e4-", "ID:AMQP_STRING:ID:", "ID:" + "x".repeat(300))) {
            MessageData message = MessageData.builder()
                    .destination(QUEUE)
                    .messageId(prefix, sequence)
                    .build();
            Properties properties = (Properties) sections(message).get(2);
            assertThat(properties.getMessageId()).isEqualTo(MessageIds.toWire(prefix + sequence));
        }
    }

    @Test
    void aMessageWithoutPropertiesOfItsOwnHasNoSectionForThem() {
        List<Section<?>> sections = sections(MessageData.builder()
                .destination(QUEUE)
                .property("JMSXGroupID", "g")
                .build());
        assertThat(sections).noneMatch(ApplicationProperties.class::isInstance);
        assertThat(sections)
                .filteredOn(Properties.class::isInstance)
                .singleElement()
                .satisfies(
                        each -> assertThat(((Properties) each).hasMessageId()).isFalse());
    }

    @Test
    void annotationsThatDifferFromTheLastMessageAreReadAnew() {
        for (int i = 0; i < 3; i++) {
            for (byte type : new byte[] {5, 0, 5, 5}) {
                MessageData message = decode(new MessageAnnotations(
                        Map.of(Symbol.valueOf("x-opt-jms-msg-type"), type, Symbol.valueOf("x-other"), "v" + i)));
                assertThat(message.body()).isEqualTo(type == 5 ? Body.Text.NULL : Body.None.INSTANCE);
                assertThat(((ForeignParts) message.providerData()).annotations())
                        .containsExactly(Map.entry(Symbol.valueOf("x-other"), "v" + i));
            }
        }
        assertThat(((ForeignParts) decode(new AmqpValue<>("x")).providerData()).annotations())
                .isEmpty();
    }

    @Test
    void annotationsTooLongToRememberAreRead() {
        String longValue = "v".repeat(2000);
        for (int i = 0; i < 2; i++) {
            MessageData message = decode(new MessageAnnotations(Map.of(Symbol.valueOf("x-other"), longValue)));
            assertThat(((ForeignParts) message.providerData()).annotations()).containsValue(longValue);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300, 5000})
    void textsOfAnyLengthAndScriptAreRead(int length) {
        for (String unit : List.of("a", "\u00e4", "\u20ac", "\uD83C\uDF4B", "\uFFFD")) {
            String text = unit.repeat(length);
            assertThat(decode(new AmqpValue<>(text)).body()).isEqualTo(new Body.Text(text));
        }
    }

    @Test
    void bytesThatAreNoUtf8AreNoMessage() {
        byte[] value = {0, 0x53, 0x77, (byte) 0xa1, 2, (byte) 0xC3, 0x28};
        assertThatThrownBy(() -> decode(value)).isInstanceOf(DecodeException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0053740000", // not a map
                "005374c10201", // an odd count
                "005374d1000000047fffffff", // more entries than bytes
                "005374c1ff02", // nothing behind the head
                "005374c1050240a10161", // a key that is null
                "005374c1040254015401", // a key that is a number
                "005377a1056162", // a string that ends early
                "005377b17fffffff61" // a string longer than any message
            })
    void malformedSectionsAreNoMessage(String hexadecimal) {
        byte[] bytes = HexFormat.of().parseHex(hexadecimal);
        assertThatThrownBy(() -> decode(bytes)).isInstanceOf(RuntimeException.class);
    }
}
