package io.anyqueue.amqp.codec;

import io.anyqueue.amqp.codec.ForeignParts.BodyForm;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.impl.ProtonByteArrayBufferAllocator;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.apache.qpid.protonj2.codec.DecoderState;
import org.apache.qpid.protonj2.codec.decoders.ProtonDecoder;
import org.apache.qpid.protonj2.codec.decoders.ProtonDecoderFactory;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Footer;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Section;
import org.jspecify.annotations.Nullable;

/** Decodes the messages of one receiver; belongs to the event loop of its connection. What it returns shares no buffer. */
public final class MessageDecoder {
    private static final Properties NO_PROPERTIES = new Properties();

    /** From how many described values on it begins anew, as the codec keeps each descriptor that it does not know. */
    private static final int MOST_DESCRIBED = 10_000;
    /** A message finds each of its properties by a search. */
    private static final int MOST_PROPERTIES = 10_000;

    private ProtonDecoder decoder = ProtonDecoderFactory.create();
    private DecoderState state = stateOf(decoder);
    private EncodingGuard guard = new EncodingGuard();
    private AnnotationsReader annotations;
    private final MessageMapping addresses;
    private final Address consumed;
    private final Sections sections = new Sections();

    private @Nullable String lastTo;
    private Address.@Nullable Kind lastKind;
    private Address lastAddress;

    public MessageDecoder(MessageMapping addresses, Address consumed) {
        this.annotations = new AnnotationsReader(decoder, state, guard, addresses);
        this.addresses = addresses;
        this.consumed = consumed;
        this.lastAddress = consumed;
    }

    private static DecoderState stateOf(ProtonDecoder decoder) {
        return decoder.newDecoderState().setStringDecoder(new Utf8Strings());
    }

    private void renew() {
        decoder = ProtonDecoderFactory.create();
        state = stateOf(decoder);
        guard = new EncodingGuard();
        annotations = new AnnotationsReader(decoder, state, guard, addresses);
    }

    /** The sections of the present message as far as they were read. */
    private static final class Sections {
        private @Nullable Header header;
        private @Nullable Properties properties;
        private ReadAnnotations annotations = ReadAnnotations.NONE;
        private Map<Symbol, Object> footer = Map.of();
        private Map<String, Object> foreignProperties = Map.of();
        private List<Section<?>> body = List.of();
        /** Where the body sections begin and end in the buffer. */
        private int bodyFrom;

        private int bodyTo;

        private void clear() {
            header = null;
            properties = null;
            annotations = ReadAnnotations.NONE;
            footer = Map.of();
            foreignProperties = Map.of();
            body = List.of();
            bodyFrom = 0;
            bodyTo = 0;
        }
    }

    /**
     * Decodes what is readable.
     *
     * @throws DecodeException where it is not a message; other runtime exceptions mean the same
     */
    public DecodedMessage decode(ProtonBuffer buffer) {
        if (!buffer.isComposite()) {
            return decodeWhole(buffer);
        }
        // A message that came in parts, which the engine joins into a buffer that cannot be copied from behind its read
        // offset.
        byte[] whole = new byte[buffer.getReadableBytes()];
        buffer.readBytes(whole, 0, whole.length);
        try (ProtonBuffer joined = ProtonByteArrayBufferAllocator.wrapped(whole)) {
            return decodeWhole(joined);
        }
    }

    private DecodedMessage decodeWhole(ProtonBuffer buffer) {
        MessageData.Builder message = MessageData.builder();
        sections.clear();
        if (guard.described() > MOST_DESCRIBED) {
            renew();
        }
        state.reset();
        guard.begin();
        read(buffer, message);
        Header header = sections.header;
        message.persistent(header != null && header.isDurable());
        message.priority(header == null ? 4 : Math.min(9, Byte.toUnsignedInt(header.getPriority())));
        Properties properties = sections.properties;
        mapProperties(message, properties == null ? NO_PROPERTIES : properties, buffer);
        if (properties == null || !properties.hasAbsoluteExpiryTime()) {
            long timeToLive = header != null && header.hasTimeToLive() ? header.getTimeToLive() : 0;
            message.expiration(timeToLive == 0 ? 0 : System.currentTimeMillis() + timeToLive);
        }
        ReadAnnotations annotated = sections.annotations;
        // Written for delayed messages only: any other may be delivered from the moment at which it was sent.
        message.deliveryTime(annotated.deliveryTime() == 0 ? message.timestamp() : annotated.deliveryTime());
        int failed = header == null ? 0 : (int) Math.min(Integer.MAX_VALUE - 1, header.getDeliveryCount());
        addresses.addProperties(message, annotated.all());
        boolean redelivered =
                addresses.isRedelivered(header == null || header.isFirstAcquirer(), failed, annotated.all());
        return new DecodedMessage(message.build(), failed, redelivered);
    }

    private void read(ProtonBuffer buffer, MessageData.Builder message) {
        while (buffer.isReadable()) {
            if (MapSection.isAt(buffer, MapSection.MESSAGE_ANNOTATIONS)) {
                sections.annotations = annotations.read(buffer);
            } else if (MapSection.isAt(buffer, MapSection.APPLICATION_PROPERTIES)) {
                readApplicationProperties(buffer, message);
            } else {
                int from = buffer.getReadOffset();
                if (!EncodingGuard.isPlain(buffer)) {
                    guard.check(buffer);
                }
                Object read = decoder.readObject(buffer, state);
                if (!(read instanceof Section<?> section)) {
                    throw new DecodeException("Expected a message section, found "
                            + (read == null ? "null" : read.getClass().getName()));
                }
                add(section, message);
                if (isBody(section)) {
                    sections.bodyFrom = sections.body.size() == 1 ? from : sections.bodyFrom;
                    sections.bodyTo = buffer.getReadOffset();
                }
            }
        }
    }

    private static boolean isBody(Section<?> section) {
        return switch (section.getType()) {
            case Data, AmqpSequence, AmqpValue -> true;
            default -> false;
        };
    }

    /** Without the map that the library would make of them. */
    private void readApplicationProperties(ProtonBuffer buffer, MessageData.Builder message) {
        int count = MapSection.begin(buffer);
        if (count > 2 * MOST_PROPERTIES) {
            throw new DecodeException("It has more than " + MOST_PROPERTIES + " application properties");
        }
        for (int i = 0; i < count; i += 2) {
            String name = decoder.readString(buffer, state);
            if (name == null) {
                throw new DecodeException("An application property has no name");
            }
            if (buffer.isReadable() && EncodingGuard.isCompound(buffer.getByte(buffer.getReadOffset()))) {
                guard.check(buffer);
            }
            addProperty(message, name, decoder.readObject(buffer, state));
        }
    }

    /** A value of a type that Jakarta Messaging lacks is kept as it came, too. */
    private void addProperty(MessageData.Builder message, String name, @Nullable Object wire) {
        Object value = AmqpValues.toProperty(wire);
        message.property(name, value);
        if (value != wire && wire != null) {
            if (sections.foreignProperties.isEmpty()) {
                sections.foreignProperties = new LinkedHashMap<>();
            }
            sections.foreignProperties.put(name, wire);
        }
    }

    private void add(Section<?> section, MessageData.Builder message) {
        switch (section.getType()) {
            case Header -> sections.header = (Header) section;
            case Properties -> sections.properties = (Properties) section;
            case MessageAnnotations ->
                sections.annotations =
                        ReadAnnotations.of(nonNull(((MessageAnnotations) section).getValue()), addresses);
            case ApplicationProperties ->
                nonNull(((ApplicationProperties) section).getValue())
                        .forEach((name, value) -> addProperty(message, name, value));
            case Footer -> sections.footer = Annotations.named(nonNull(((Footer) section).getValue()));
            case Data, AmqpSequence, AmqpValue -> sections.body = append(sections.body, section);
            case DeliveryAnnotations -> {
                // meant for this hop only, and nothing in Jakarta Messaging corresponds to them
            }
        }
    }

    private static <K> Map<K, Object> nonNull(@Nullable Map<K, Object> map) {
        return map == null ? Map.of() : map;
    }

    private static List<Section<?>> append(List<Section<?>> sections, Section<?> next) {
        if (sections.isEmpty()) {
            return List.of(next);
        }
        if (sections.get(0).getType() != next.getType()) {
            throw new DecodeException("A message body mixes " + sections.get(0).getType() + " and " + next.getType());
        }
        List<Section<?>> several = sections.size() == 1 ? new ArrayList<>(sections) : sections;
        several.add(next);
        return several;
    }

    private void mapProperties(MessageData.Builder message, Properties properties, ProtonBuffer buffer) {
        message.messageId(MessageIds.messageId(properties.getMessageId()));
        message.destination(destination(properties.getTo()));
        String replyTo = properties.getReplyTo();
        if (replyTo != null) {
            message.replyTo(addresses.fromWire(replyTo, sections.annotations.replyTo(), consumed));
        }
        message.type(properties.getSubject());
        if (properties.getCorrelationId() instanceof Binary binary) {
            message.correlationId(binary.asByteArray());
        } else {
            message.correlationId(MessageIds.correlationId(properties.getCorrelationId()));
        }
        message.timestamp(properties.hasCreationTime() ? properties.getCreationTime() : 0);
        message.expiration(properties.hasAbsoluteExpiryTime() ? properties.getAbsoluteExpiryTime() : 0);
        mapExtensions(message, properties);
        mapBody(message, properties, buffer);
    }

    private static void mapExtensions(MessageData.Builder message, Properties properties) {
        if (properties.hasGroupId()) {
            message.property(PropertyNames.GROUP_ID, properties.getGroupId());
        }
        if (properties.hasGroupSequence()) {
            message.property(PropertyNames.GROUP_SEQUENCE, (int) properties.getGroupSequence());
        }
        Binary user = properties.getUserId();
        if (user != null && user.getLength() > 0) {
            message.property(PropertyNames.USER_ID, new String(user.asByteArray(), StandardCharsets.UTF_8));
        }
        if (properties.hasReplyToGroupId()) {
            message.property(PropertyNames.REPLY_TO_GROUP_ID, properties.getReplyToGroupId());
        }
    }

    private void mapBody(MessageData.Builder message, Properties properties, ProtonBuffer buffer) {
        ReadAnnotations annotated = sections.annotations;
        boolean encoded = properties.getContentEncoding() != null;
        Body body = BodyDecoder.decode(annotated.type(), sections.body, properties.getContentType(), encoded);
        message.body(body);
        BodyForm form = BodyForms.of(
                body,
                annotated.typeAnnotation(),
                properties,
                sections.body,
                buffer,
                sections.bodyFrom,
                sections.bodyTo);
        if (form != null
                || !annotated.unmapped().isEmpty()
                || !sections.footer.isEmpty()
                || !sections.foreignProperties.isEmpty()) {
            message.providerData(
                    new ForeignParts(annotated.unmapped(), sections.footer, sections.foreignProperties, form));
        }
    }

    /** Most messages of a receiver name the same destination, so the last one is remembered. */
    private Address destination(@Nullable String to) {
        if (to == null) {
            return consumed;
        }
        Address.Kind kind = sections.annotations.destination();
        if (!to.equals(lastTo) || kind != lastKind) {
            lastAddress = addresses.fromWire(to, kind, consumed);
            lastTo = to;
            lastKind = kind;
        }
        return lastAddress;
    }
}
