package io.anyqueue.amqp.codec;

import io.anyqueue.amqp.codec.ForeignParts.BodyForm;
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
import org.apache.qpid.protonj2.types.messaging.Footer;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
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
    private final byte[] encodedTarget;
    private final PropertiesEncoder properties = new PropertiesEncoder(encoder, state);
    /** Annotation sections of messages to the target that have no more than the type, by message type. */
    private final Map<MessageType, byte[]> annotations = new EnumMap<>(MessageType.class);

    public MessageEncoder(MessageMapping addresses, Address target) {
        this.addresses = addresses;
        this.target = target;
        this.encodedTarget = encodeOnce(addresses.toWire(target));
    }

    /** About how many bytes the message takes. */
    public static int estimate(MessageData message) {
        return (int) Math.min(1 << 20, 256 + message.approximateSize());
    }

    /** Writes the message behind what the buffer holds. */
    public void encode(MessageData message, ProtonBuffer buffer) {
        state.reset();
        ForeignParts foreign = message.providerData() instanceof ForeignParts parts ? parts : ForeignParts.NONE;
        writeHeader(buffer, message);
        writeAnnotations(buffer, message, foreign);
        writeProperties(buffer, message, foreign);
        writeApplicationProperties(buffer, message, foreign);
        writeBody(buffer, message.body(), foreign.formOf(message.body()));
        if (!foreign.footer().isEmpty()) {
            encoder.writeObject(buffer, state, new Footer(foreign.footer()));
        }
    }

    private void writeBody(ProtonBuffer buffer, Body body, @Nullable BodyForm form) {
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
                && addresses.annotations(message).isEmpty()
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
        values.putAll(addresses.annotations(message));
        BodyForm form = foreign.formOf(message.body());
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

    private void writeProperties(ProtonBuffer buffer, MessageData message, ForeignParts foreign) {
        properties.begin(buffer);
        properties.messageId(buffer, message);
        properties.binary(buffer, userId(message));
        Address destination = message.destination();
        if (destination == null || destination.equals(target)) {
            properties.encoded(buffer, encodedTarget);
        } else {
            properties.string(buffer, addresses.toWire(destination));
        }
        properties.string(buffer, message.type());
        Address replyTo = message.replyTo();
        properties.string(buffer, replyTo == null ? null : addresses.toWire(replyTo));
        properties.id(buffer, correlationId(message.rawCorrelationId()));
        writeContent(buffer, message.body(), foreign);
        properties.timestamp(buffer, message.expiration());
        properties.timestamp(buffer, message.timestamp());
        if (message.propertyCount() != 0) {
            properties.string(buffer, text(message, PropertyNames.GROUP_ID));
            properties.sequence(
                    buffer, message.property(PropertyNames.GROUP_SEQUENCE) instanceof Number number ? number : null);
            properties.string(buffer, text(message, PropertyNames.REPLY_TO_GROUP_ID));
        }
        properties.end(buffer);
    }

    private static @Nullable String text(MessageData message, String property) {
        return message.property(property) instanceof String text ? text : null;
    }

    private byte @Nullable [] userId(MessageData message) {
        String user =
                message.propertyCount() != 0 && addresses.sendsUserId() ? text(message, PropertyNames.USER_ID) : null;
        return user == null ? null : user.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Object correlationId(@Nullable Object id) {
        if (id instanceof byte[] bytes) {
            return new Binary(bytes);
        }
        return id instanceof String text ? MessageIds.toWire(text) : null;
    }

    private void writeContent(ProtonBuffer buffer, Body body, ForeignParts foreign) {
        BodyForm form = foreign.formOf(body);
        if (form != null) {
            properties.symbol(buffer, form.contentType());
            properties.symbol(buffer, form.contentEncoding());
        } else {
            String type = BodyForms.contentTypeOf(body);
            properties.symbol(buffer, type.isEmpty() ? null : type);
            properties.skip();
        }
    }

    private void writeApplicationProperties(ProtonBuffer buffer, MessageData message, ForeignParts foreign) {
        if (message.propertyCount() == 0) {
            return;
        }
        int begin = MapSection.begin(buffer, MapSection.APPLICATION_PROPERTIES);
        int[] written = {0};
        message.forEachProperty((name, value) -> {
            if (!PropertyNames.isField(name)) {
                encoder.writeString(buffer, state, name);
                encoder.writeObject(buffer, state, foreign.propertyAsItCame(name, value));
                written[0]++;
            }
        });
        MapSection.end(buffer, begin, written[0]);
    }

    private byte[] encodeOnce(Object value) {
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate(128)) {
            encoder.writeObject(buffer, state, value);
            byte[] encoded = new byte[buffer.getReadableBytes()];
            buffer.readBytes(encoded, 0, encoded.length);
            return encoded;
        }
    }
}
