package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.DecodeException;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;
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
    private final Decoder decoder;
    private final DecoderState state;
    private final MessageMapping addresses;
    private final Address consumed;

    private @Nullable String lastTo;
    private Address.@Nullable Kind lastKind;
    private Address lastAddress;

    public MessageDecoder(MessageMapping addresses, Address consumed) {
        this.decoder = CodecFactory.getDefaultDecoder();
        this.state = decoder.newDecoderState();
        this.addresses = addresses;
        this.consumed = consumed;
        this.lastAddress = consumed;
    }

    /** The sections of one message as they were read. */
    private static final class Sections {
        private @Nullable Header header;
        private @Nullable Properties properties;
        private Map<Symbol, Object> annotations = Map.of();
        private Map<String, Object> applicationProperties = Map.of();
        private Map<Symbol, Object> footer = Map.of();
        private List<Section<?>> body = List.of();
        /** Where the body sections begin and end in the buffer. */
        private int bodyFrom;

        private int bodyTo;
    }

    /**
     * Decodes what is readable.
     *
     * @throws DecodeException where it is not a message; other runtime exceptions mean the same
     */
    public DecodedMessage decode(ProtonBuffer buffer) {
        Sections sections = read(buffer);
        MessageData.Builder message = MessageData.builder();
        Header header = sections.header;
        message.persistent(header != null && header.isDurable());
        message.priority(header == null ? 4 : Math.min(9, Math.max(0, header.getPriority())));
        Properties properties = sections.properties;
        mapProperties(message, properties == null ? new Properties() : properties, sections, buffer);
        if (properties == null || !properties.hasAbsoluteExpiryTime()) {
            long timeToLive = header != null && header.hasTimeToLive() ? header.getTimeToLive() : 0;
            message.expiration(timeToLive == 0 ? 0 : System.currentTimeMillis() + timeToLive);
        }
        if (sections.annotations.get(Annotations.DELIVERY_TIME) instanceof Number time) {
            message.deliveryTime(time.longValue());
        }
        sections.applicationProperties.forEach((name, value) -> message.property(name, AmqpValues.toProperty(value)));
        int failed = header == null ? 0 : (int) Math.min(Integer.MAX_VALUE - 1, header.getDeliveryCount());
        addresses.addProperties(message, sections.annotations);
        boolean redelivered =
                addresses.isRedelivered(header == null || header.isFirstAcquirer(), failed, sections.annotations);
        return new DecodedMessage(message.build(), failed, redelivered);
    }

    private Sections read(ProtonBuffer buffer) {
        Sections sections = new Sections();
        state.reset();
        while (buffer.isReadable()) {
            int from = buffer.getReadOffset();
            Object read = decoder.readObject(buffer, state);
            if (!(read instanceof Section<?> section)) {
                throw new DecodeException("Expected a message section, found " + read);
            }
            boolean bodyBegins = sections.body.isEmpty();
            add(sections, section);
            if (!sections.body.isEmpty()) {
                sections.bodyFrom = bodyBegins ? from : sections.bodyFrom;
                sections.bodyTo = isBody(section) ? buffer.getReadOffset() : sections.bodyTo;
            }
        }
        return sections;
    }

    private static boolean isBody(Section<?> section) {
        return switch (section.getType()) {
            case Data, AmqpSequence, AmqpValue -> true;
            default -> false;
        };
    }

    private static void add(Sections sections, Section<?> section) {
        switch (section.getType()) {
            case Header -> sections.header = (Header) section;
            case Properties -> sections.properties = (Properties) section;
            case MessageAnnotations -> sections.annotations = nonNull(((MessageAnnotations) section).getValue());
            case ApplicationProperties ->
                sections.applicationProperties = nonNull(((ApplicationProperties) section).getValue());
            case Footer -> sections.footer = nonNull(((Footer) section).getValue());
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
        List<Section<?>> longer = new ArrayList<>(sections);
        longer.add(next);
        return longer;
    }

    private void mapProperties(
            MessageData.Builder message, Properties properties, Sections sections, ProtonBuffer buffer) {
        message.messageId(MessageIds.messageId(properties.getMessageId()));
        message.destination(destination(properties.getTo(), sections));
        String replyTo = properties.getReplyTo();
        if (replyTo != null) {
            Address.Kind kind = Annotations.kind(sections.annotations.get(Annotations.REPLY_TO_KIND));
            message.replyTo(addresses.fromWire(replyTo, kind, consumed));
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
        mapBody(message, properties, sections, buffer);
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

    private void mapBody(MessageData.Builder message, Properties properties, Sections sections, ProtonBuffer buffer) {
        Object annotated = sections.annotations.get(Annotations.MESSAGE_TYPE);
        boolean encoded = properties.getContentEncoding() != null;
        Body body = BodyDecoder.decode(MessageType.of(annotated), sections.body, properties.getContentType(), encoded);
        message.body(body);
        ForeignParts foreign = new ForeignParts(
                unmapped(sections.annotations),
                sections.footer,
                foreignProperties(sections.applicationProperties),
                BodyForms.of(body, annotated, properties, sections.body, buffer, sections.bodyFrom, sections.bodyTo));
        message.providerData(foreign.isEmpty() ? null : foreign);
    }

    private static Map<String, Object> foreignProperties(Map<String, Object> values) {
        Map<String, Object> foreign = Map.of();
        for (Map.Entry<String, Object> each : values.entrySet()) {
            Object value = each.getValue();
            if (value != null && AmqpValues.toProperty(value) != value) {
                foreign = foreign.isEmpty() ? new LinkedHashMap<>() : foreign;
                foreign.put(each.getKey(), value);
            }
        }
        return foreign;
    }

    private Map<Symbol, Object> unmapped(Map<Symbol, Object> annotations) {
        Map<Symbol, Object> rest = Map.of();
        for (Map.Entry<Symbol, Object> each : annotations.entrySet()) {
            if (!Annotations.isMapped(each.getKey()) && addresses.isForwarded(each.getKey())) {
                rest = rest.isEmpty() ? new LinkedHashMap<>() : rest;
                rest.put(each.getKey(), each.getValue());
            }
        }
        return rest;
    }

    /** Most messages of a receiver name the same destination, so the last one is remembered. */
    private Address destination(@Nullable String to, Sections sections) {
        if (to == null) {
            return consumed;
        }
        Address.Kind kind = Annotations.kind(sections.annotations.get(Annotations.DESTINATION_KIND));
        if (!to.equals(lastTo) || kind != lastKind) {
            lastAddress = addresses.fromWire(to, kind, consumed);
            lastTo = to;
            lastKind = kind;
        }
        return lastAddress;
    }
}
