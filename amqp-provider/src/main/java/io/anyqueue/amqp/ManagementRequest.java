package io.anyqueue.amqp;

import java.util.UUID;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A management request and the form of requests and responses as messages. Immutable.
 *
 * @param id which the response repeats
 * @param method as in HTTP
 * @param path what it is about
 * @param body a map, or null
 */
record ManagementRequest(
        String id, String method, String path, @Nullable Object body) {

    ManagementRequest(String method, String path, @Nullable Object body) {
        this(UUID.randomUUID().toString(), method, path, body);
    }

    /** A buffer that the caller owns. */
    ProtonBuffer encode() {
        Encoder encoder = CodecFactory.getDefaultEncoder();
        EncoderState state = encoder.newEncoderState();
        ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate(512);
        Properties properties = new Properties();
        properties.setMessageId(id);
        properties.setTo(path);
        properties.setSubject(method);
        properties.setReplyTo("$me");
        encoder.writeObject(buffer, state, properties);
        encoder.writeObject(buffer, state, new AmqpValue<>(body));
        return buffer;
    }

    /** Reads a response; what is missing makes it one of status 0 that answers nothing. */
    static ManagementResponse decode(ProtonBuffer buffer) {
        Decoder decoder = CodecFactory.getDefaultDecoder();
        DecoderState state = decoder.newDecoderState();
        String requestId = "";
        String status = "0";
        Object body = null;
        while (buffer.isReadable()) {
            Object section = decoder.readObject(buffer, state);
            if (section instanceof Properties properties) {
                requestId = String.valueOf(properties.getCorrelationId());
                status = String.valueOf(properties.getSubject());
            } else if (section instanceof AmqpValue<?> value) {
                body = value.getValue();
            }
        }
        return new ManagementResponse(requestId, Integer.parseInt(status), body);
    }
}
