package io.anyqueue.amqp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import java.io.ByteArrayInputStream;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnknownDescribedType;
import org.apache.qpid.protonj2.types.UnsignedByte;
import org.apache.qpid.protonj2.types.UnsignedInteger;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.messaging.AmqpSequence;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.Footer;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Section;
import org.junit.jupiter.api.Test;

/** Messages that no Jakarta Messaging client wrote. */
final class ForeignMessageTest {
    private static final Address QUEUE = Address.queue("q");
    private static final MessageMapping PLAIN = PlainMapping.INSTANCE;

    private final MessageDecoder decoder = new MessageDecoder(PLAIN, QUEUE);

    private MessageData decode(Section<?>... sections) {
        Encoder encoder = CodecFactory.getDefaultEncoder();
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate()) {
            for (Section<?> each : sections) {
                encoder.writeObject(buffer, encoder.newEncoderState(), each);
            }
            return decoder.decode(buffer).message();
        }
    }

    private MessageData again(MessageData message) {
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate()) {
            new MessageEncoder(PLAIN, QUEUE).encode(message, buffer);
            return decoder.decode(buffer).message();
        }
    }

    private static Object read(Body body) throws Exception {
        byte[] bytes = ((Body.Serialized) body).serialized();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    @Test
    void severalDataSectionsAreOneBytesMessage() {
        MessageData message = decode(new Data(new byte[] {1, 2}), new Data(new byte[0]), new Data(new byte[] {3}));
        assertThat(((Body.Bytes) message.body()).content()).containsExactly(1, 2, 3);
    }

    @Test
    void severalSequencesAreOneStreamMessage() {
        MessageData message = decode(
                new AmqpSequence<>(List.of(1, UnsignedByte.valueOf((byte) -1))), new AmqpSequence<>(List.of("x")));
        assertThat(((Body.Items) message.body()).items()).containsExactly(1, (short) 255, "x");
    }

    @Test
    void textualDataIsATextMessageInItsCharacterSet() {
        MessageData message = decode(
                new Properties().setContentType("text/plain; charset=iso-8859-1"),
                new Data("Grüße".getBytes(StandardCharsets.ISO_8859_1)));
        assertThat(((Body.Text) message.body()).text()).isEqualTo("Grüße");
    }

    @Test
    void aPriorityBeyondNineIsNine() {
        assertThat(decode(new Header().setPriority((byte) 200), new AmqpValue<>("x"))
                        .priority())
                .isEqualTo(9);
        assertThat(decode(new Header().setPriority((byte) 3), new AmqpValue<>("x"))
                        .priority())
                .isEqualTo(3);
    }

    @Test
    void encodedDataIsLeftAloneAndForwardedAsItWas() {
        assertForwardedAlike(
                new Properties().setContentType("application/json").setContentEncoding("gzip"),
                new Data(new byte[] {31, -117}));
        assertThat(decode(
                                new Properties().setContentType("text/plain").setContentEncoding("gzip"),
                                new Data(new byte[1]))
                        .body())
                .isInstanceOf(Body.Bytes.class);
    }

    @Test
    void aBodyOfAnyFormIsForwardedAsItCame() {
        Properties none = new Properties();
        assertForwardedAlike(none, new Data(new byte[] {1, 2}), new Data(new byte[0]), new Data(new byte[] {3}));
        assertForwardedAlike(none, new Data(new byte[] {7}));
        assertForwardedAlike(new Properties().setContentType("text/plain"), new Data(new byte[] {65}));
        assertForwardedAlike(new Properties().setContentType("text/plain"), new AmqpValue<>("text"));
        assertForwardedAlike(none, new AmqpValue<>(Map.of(Symbol.valueOf("key"), 1)));
        assertForwardedAlike(none, new AmqpSequence<>(List.of(1)), new AmqpSequence<>(List.of("x")));
        assertForwardedAlike(none, new AmqpSequence<>(List.of(UnsignedInteger.valueOf(5))));
        assertForwardedAlike(none, new AmqpValue<>(Map.of("a", UnsignedByte.valueOf((byte) 7))));
        assertForwardedAlike(none, new AmqpValue<>(Map.of(1, List.of(2))));
        assertForwardedAlike(none, new AmqpValue<>(List.of(1L, "x")));
        assertForwardedAlike(none, new AmqpValue<>(UUID.randomUUID()));
        assertForwardedAlike(none, new AmqpValue<>(new Binary(new byte[] {9})));
        assertForwardedAlike(none, new AmqpValue<>(new UnknownDescribedType(Symbol.valueOf("my:type"), "described")));
        assertForwardedAlike(none, new AmqpValue<>(Symbol.valueOf("symbol")));
        assertForwardedAlike(none);
    }

    /** Properties, body sections and all that says what they are must be the same after they passed through. */
    private void assertForwardedAlike(Properties properties, Section<?>... body) {
        List<Section<?>> sections = new ArrayList<>(List.of(properties));
        sections.addAll(List.of(body));
        MessageData message = decode(sections.toArray(Section<?>[]::new));
        List<Section<?>> forwarded =
                sectionsOf(message.toBuilder().messageId("ID:new").build());
        assertThat(forwarded.stream().filter(each -> each.getType() == Section.SectionType.Properties))
                .first()
                .isInstanceOfSatisfying(Properties.class, sent -> {
                    assertThat(sent.getContentType()).isEqualTo(properties.getContentType());
                    assertThat(sent.getContentEncoding()).isEqualTo(properties.getContentEncoding());
                });
        assertThat(forwarded.stream().filter(each -> switch (each.getType()) {
                    case Data, AmqpSequence, AmqpValue -> true;
                    default -> false;
                }))
                .map(ForeignMessageTest::shown)
                .isEqualTo(List.of(body).stream().map(ForeignMessageTest::shown).toList());
        assertThat(forwarded)
                .allSatisfy(each -> assertThat(String.valueOf(each)).doesNotContain("x-opt-jms-msg-type"));
    }

    private static String shown(Section<?> section) {
        return section instanceof Data data
                ? "Data" + java.util.Arrays.toString(data.getValue())
                : section.getClass().getSimpleName() + section;
    }

    private static List<Section<?>> sectionsOf(MessageData message) {
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate()) {
            new MessageEncoder(PLAIN, QUEUE).encode(message, buffer);
            Decoder plain = CodecFactory.getDefaultDecoder();
            List<Section<?>> sections = new ArrayList<>();
            while (buffer.isReadable()) {
                sections.add((Section<?>) plain.readObject(buffer, plain.newDecoderState()));
            }
            return sections;
        }
    }

    @Test
    void aBodyThatWasReplacedIsWrittenAsItsNewType() {
        MessageData message = decode(new Properties().setContentType("text/plain"), new Data(new byte[] {65}));
        MessageData changed =
                message.toBuilder().body(new Body.Bytes(new byte[] {1})).build();
        assertThat(sectionsOf(changed))
                .anySatisfy(each -> assertThat(shown(each)).isEqualTo("Data[1]"));
        assertThat(sectionsOf(changed))
                .filteredOn(each -> each instanceof Properties)
                .first()
                .isInstanceOfSatisfying(
                        Properties.class,
                        sent -> assertThat(sent.getContentType()).isEqualTo("application/octet-stream"));
    }

    @Test
    void propertiesOfForeignTypesAreForwardedAsTheyCameUnlessChanged() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ubyte", UnsignedByte.valueOf((byte) -1));
        values.put("symbol", Symbol.valueOf("s"));
        values.put("binary", new Binary(new byte[] {1}));
        values.put("char", 'c');
        values.put("plain", 5);
        values.put("changed", UnsignedInteger.valueOf(5));
        MessageData message = decode(new ApplicationProperties(values), new AmqpValue<>("x"));
        MessageData changed = message.toBuilder().property("changed", "now").build();
        values.put("changed", "now");
        assertThat(sectionsOf(changed))
                .filteredOn(each -> each instanceof ApplicationProperties)
                .first()
                .isInstanceOfSatisfying(
                        ApplicationProperties.class,
                        sent -> assertThat(sent.getValue()).isEqualTo(values));
    }

    @Test
    void valuesArriveAsTheTypeThatHoldsThem() throws Exception {
        assertThat(decode(new AmqpValue<>("x")).body()).isEqualTo(new Body.Text("x"));
        assertThat(decode(new AmqpValue<>(null)).body()).isEqualTo(Body.Text.NULL);
        assertThat(((Body.Bytes) decode(new AmqpValue<>(new Binary(new byte[] {9})))
                                .body())
                        .content())
                .containsExactly(9);
        assertThat(((Body.Items) decode(new AmqpValue<>(List.of(1L, "x"))).body()).items())
                .containsExactly(1L, "x");
        assertThat(((Body.Entries) decode(new AmqpValue<>(Map.of("a", UnsignedInteger.valueOf(-1))))
                                .body())
                        .entries())
                .containsExactly(Map.entry("a", 0xFFFFFFFFL));
        UUID id = UUID.randomUUID();
        assertThat(read(decode(new AmqpValue<>(id)).body())).isEqualTo(id);
        assertThat(read(decode(new AmqpValue<>(Map.of(1, List.of(2)))).body())).isEqualTo(Map.of(1, List.of(2)));
        assertThat(decode(new AmqpValue<>(new UnknownDescribedType(Symbol.valueOf("my:type"), "described")))
                        .body())
                .isEqualTo(new Body.Text("described"));
    }

    @Test
    void noBodyAtAllIsABytesMessage() {
        assertThat(decode(new Header().setDurable(true)).body()).isInstanceOf(Body.Bytes.class);
        assertThat(decode(new Header().setDurable(true)).persistent()).isTrue();
    }

    @Test
    void idsOfEveryTypeSurviveTheRoundTrip() {
        UUID uuid = UUID.randomUUID();
        Map<Object, String> shown = new LinkedHashMap<>();
        shown.put(uuid, "ID:AMQP_UUID:" + uuid);
        shown.put(UnsignedLong.valueOf(7), "ID:AMQP_ULONG:7");
        shown.put(new Binary(new byte[] {10, -1}), "ID:AMQP_BINARY:0AFF");
        shown.put("plain", "ID:AMQP_NO_PREFIX:plain");
        shown.put("ID:own", "ID:own");
        shown.put("ID:AMQP_UUID:odd", "ID:AMQP_STRING:ID:AMQP_UUID:odd");
        shown.forEach((wire, text) -> {
            MessageData message =
                    decode(new Properties().setMessageId(wire).setCorrelationId(wire), new AmqpValue<>("x"));
            assertThat(message.messageId()).isEqualTo(text);
            assertThat(MessageIds.toWire(text)).isEqualTo(wire);
            assertThat(again(message).messageId()).isEqualTo(text);
            assertThat(again(message).rawCorrelationId()).isEqualTo(message.rawCorrelationId());
        });
    }

    @Test
    void unknownAnnotationsAndFootersAreForwarded() {
        MessageData message = decode(
                new MessageAnnotations(new LinkedHashMap<>(Map.of(Symbol.valueOf("x-opt-custom"), 5))),
                new AmqpValue<>("x"),
                new Footer(new LinkedHashMap<>(Map.of(Symbol.valueOf("x-sum"), 6L))));
        ForeignParts parts = (ForeignParts) again(message).providerData();
        assertThat(parts.annotations()).containsExactly(Map.entry(Symbol.valueOf("x-opt-custom"), 5));
        assertThat(parts.footer()).containsExactly(Map.entry(Symbol.valueOf("x-sum"), 6L));
    }

    @Test
    void propertiesOfForeignTypesAreWidenedOrShownAsText() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ubyte", UnsignedByte.valueOf((byte) -1));
        values.put("symbol", Symbol.valueOf("s"));
        values.put("char", 'c');
        values.put("null", null);
        MessageData message = decode(new ApplicationProperties(values), new AmqpValue<>("x"));
        assertThat(message.property("ubyte")).isEqualTo((short) 255);
        assertThat(message.property("symbol")).isEqualTo("s");
        assertThat(message.property("char")).isEqualTo("c");
        assertThat(message.property("null")).isNull();
    }

    @Test
    void theTimeToLiveStandsInForAnExpiryTime() {
        long before = System.currentTimeMillis();
        MessageData message = decode(new Header().setTimeToLive(5_000L), new AmqpValue<>("x"));
        assertThat(message.expiration()).isBetween(before + 5_000, System.currentTimeMillis() + 5_000);
    }

    @Test
    void garbageIsRefused() {
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().copy(new byte[] {0, 83, 1, 2, 3})) {
            assertThatThrownBy(() -> decoder.decode(buffer)).isInstanceOf(RuntimeException.class);
        }
    }
}
