package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Body;
import org.jspecify.annotations.Nullable;

/** The values of {@code x-opt-jms-msg-type}. */
enum MessageType {
    PLAIN(0),
    OBJECT(1),
    MAP(2),
    BYTES(3),
    STREAM(4),
    TEXT(5);

    private static final MessageType[] ALL = values();

    private final byte code;

    MessageType(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static MessageType of(Body body) {
        if (body instanceof Body.Text) {
            return TEXT;
        }
        if (body instanceof Body.Bytes) {
            return BYTES;
        }
        if (body instanceof Body.Entries) {
            return MAP;
        }
        if (body instanceof Body.Items) {
            return STREAM;
        }
        return body instanceof Body.Serialized ? OBJECT : PLAIN;
    }

    /** Null where the message does not say, or says something unheard of: then its body decides. */
    static @Nullable MessageType of(@Nullable Object annotation) {
        if (!(annotation instanceof Number number)) {
            return null;
        }
        for (MessageType each : ALL) {
            if (each.code == number.intValue()) {
                return each;
            }
        }
        return null;
    }
}
