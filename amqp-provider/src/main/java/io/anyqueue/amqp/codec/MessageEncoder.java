package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Footer;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Section;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the messages of one sender on its caller's thread; not thread safe, because a sender is called serially. Sections
 * that are the same for every message of the sender are encoded once.
 */
public final class MessageEncoder {
    private static final long MAX_TIME_TO_LIVE = 0xFFFFFFFFL;

    private final Encoder encoder = CodecFactory.getDefaultEncoder();
    private final EncoderState state = encoder.newEncoderState();
    private final MessageMapping addresses;
    private final Address target;
    private final String targetName;
    /** Annotation sections of messages to the target that have no more than the type, by message type. */
    private final Map<MessageType, byte[]> annotations = new EnumMap<>(MessageType.class);

    public MessageEncoder(MessageMapping addresses, Address target) {
        this.addresses = addresses;
        this.target = target;
        this.targetName = addresses.toWire(target);
    }

    /** A buffer that the caller owns and closes. */
    public ProtonBuffer encode(MessageData message) {
        int estimate = (int) Math.min(1 << 20, 256 + message.approximateSize());
        ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate(estimate);
        state.reset();
        ForeignParts foreign = message.providerData() instanceof ForeignParts parts ? parts : ForeignParts.NONE;
        writeHeader(buffer, message);
        writeAnnotations(buffer, message, foreign);
        encoder.writeObject(buffer, state, properties(message, foreign));
        writeApplicationProperties(buffer, message, foreign);
        writeBody(buffer, message.body(), foreign.formOf(message.body()));
        if (!foreign.footer().isEmpty()) {
            encoder.writeObject(buffer, state, new Footer(foreign.footer()));
        }
        return buffer;
    }

    private void writeBody(ProtonBuffer buffer, Body body, ForeignParts.@Nullable BodyForm form) {
        Binary sections = form == null ? null : form.sections();
        if (sections == null) {
            BodyEncoder.write(buffer, encoder, state, body);
        } else {
            buffer.writeBytes(sections.asByteArray());
        }
    }

    private void writeHeader(ProtonBuffer buffer, MessageData message) {
        long timeToLive = addresses.limitsLifeOfDelayed() || !isDelayed(message) ? timeToLive(message) : -1;
        if (timeToLive >= 0) {
            HeaderEncoder.write(buffer, message.persistent(), message.priority(), timeToLive);
        } else {
            HeaderEncoder.write(buffer, message.persistent(), message.priority());
        }
    }

    /** Negative for none: no expiry, or one too far away for the field, which the absolute time then says alone. */
    private static long timeToLive(MessageData message) {
        if (message.expiration() == 0) {
            return -1;
        }
        // Not since its timestamp: an emulated transaction sends at its commit, and part of the life is over by then.
        long timeToLive = Math.max(1, message.expiration() - System.currentTimeMillis());
        return timeToLive > MAX_TIME_TO_LIVE ? -1 : timeToLive;
    }

    private void writeAnnotations(ProtonBuffer buffer, MessageData message, ForeignParts foreign) {
        MessageType type = MessageType.of(message.body());
        boolean delayed = isDelayed(message);
        boolean plain = message.replyTo() == null
                && !delayed
                && foreign.annotations().isEmpty()
                && foreign.body() == null
                && isToTarget(message);
        if (!plain) {
            encoder.writeObject(buffer, state, annotations(type, message, delayed, foreign));
            return;
        }
        byte[] encoded = annotations.get(type);
        if (encoded == null) {
            encoded = encodeOnce(annotations(type, message, false, foreign));
            annotations.put(type, encoded);
        }
        buffer.writeBytes(encoded);
    }

    private MessageAnnotations annotations(
            MessageType type, MessageData message, boolean delayed, ForeignParts foreign) {
        Map<Symbol, Object> values = new LinkedHashMap<>();
        foreign.annotations().forEach((name, value) -> {
            if (addresses.isForwarded(name)) {
                values.put(name, value);
            }
        });
        ForeignParts.BodyForm form = foreign.formOf(message.body());
        Object annotated = form == null ? (Object) type.code() : form.typeAnnotation();
        if (annotated != null) {
            values.put(Annotations.MESSAGE_TYPE, annotated);
        }
        Address destination = message.destination();
        if (destination != null) {
            values.put(Annotations.DESTINATION_KIND, Annotations.code(destination.kind()));
        }
        Address replyTo = message.replyTo();
        if (replyTo != null) {
            values.put(Annotations.REPLY_TO_KIND, Annotations.code(replyTo.kind()));
        }
        if (delayed) {
            values.put(Annotations.DELIVERY_TIME, message.deliveryTime());
        }
        return new MessageAnnotations(values);
    }

    /** True where the peer has to hold the message back for a time. */
    public static boolean isDelayed(MessageData message) {
        long sent = message.timestamp() == 0 ? System.currentTimeMillis() : message.timestamp();
        return message.deliveryTime() > sent;
    }

    private boolean isToTarget(MessageData message) {
        return Objects.equals(message.destination(), target);
    }

    private Properties properties(MessageData message, ForeignParts foreign) {
        Properties properties = new Properties();
        String id = message.messageId();
        if (id != null) {
            properties.setMessageId(MessageIds.toWire(id));
        }
        Address destination = message.destination();
        properties.setTo(
                destination == null || destination.equals(target) ? targetName : addresses.toWire(destination));
        Address replyTo = message.replyTo();
        if (replyTo != null) {
            properties.setReplyTo(addresses.toWire(replyTo));
        }
        properties.setSubject(message.type());
        setCorrelationId(properties, message.rawCorrelationId());
        setContent(properties, message.body(), foreign);
        if (message.timestamp() != 0) {
            properties.setCreationTime(message.timestamp());
        }
        if (message.expiration() != 0) {
            properties.setAbsoluteExpiryTime(message.expiration());
        }
        if (message.propertyCount() != 0) {
            setExtensions(properties, message);
        }
        return properties;
    }

    private static void setCorrelationId(Properties properties, @Nullable Object id) {
        if (id instanceof byte[] bytes) {
            properties.setCorrelationId(new Binary(bytes));
        } else if (id instanceof String text) {
            properties.setCorrelationId(MessageIds.toWire(text));
        }
    }

    private static void setContent(Properties properties, Body body, ForeignParts foreign) {
        ForeignParts.BodyForm form = foreign.formOf(body);
        if (form != null) {
            properties.setContentType(form.contentType());
            properties.setContentEncoding(form.contentEncoding());
        } else {
            String type = BodyForms.contentTypeOf(body);
            properties.setContentType(type.isEmpty() ? null : type);
        }
    }

    private void setExtensions(Properties properties, MessageData message) {
        if (message.property(PropertyNames.GROUP_ID) instanceof String group) {
            properties.setGroupId(group);
        }
        if (message.property(PropertyNames.GROUP_SEQUENCE) instanceof Number sequence) {
            properties.setGroupSequence(sequence.intValue() & 0xFFFFFFFFL);
        }
        if (addresses.sendsUserId() && message.property(PropertyNames.USER_ID) instanceof String user) {
            properties.setUserId(user.getBytes(StandardCharsets.UTF_8));
        }
        if (message.property(PropertyNames.REPLY_TO_GROUP_ID) instanceof String group) {
            properties.setReplyToGroupId(group);
        }
    }

    private void writeApplicationProperties(ProtonBuffer buffer, MessageData message, ForeignParts foreign) {
        if (message.propertyCount() == 0) {
            return;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        message.forEachProperty((name, value) -> {
            if (!PropertyNames.isField(name)) {
                values.put(name, value);
            }
        });
        // Those that still say what they said when they came keep their type.
        foreign.properties()
                .forEach((name, wire) -> values.computeIfPresent(
                        name, (same, value) -> value.equals(AmqpValues.toProperty(wire)) ? wire : value));
        if (!values.isEmpty()) {
            encoder.writeObject(buffer, state, new ApplicationProperties(values));
        }
    }

    private byte[] encodeOnce(Section<?> section) {
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate(128)) {
            encoder.writeObject(buffer, state, section);
            byte[] encoded = new byte[buffer.getReadableBytes()];
            buffer.readBytes(encoded, 0, encoded.length);
            return encoded;
        }
    }
}
