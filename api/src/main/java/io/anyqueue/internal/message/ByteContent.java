package io.anyqueue.internal.message;

import io.anyqueue.spi.Body;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@code BytesMessage} and the position of its reader. Not thread safe.
 *
 * <p>Bytes are only ever appended, and a frozen array is full; so appending to it moves to a new array, and what was
 * frozen never changes.
 */
final class ByteContent {
    private static final int FIRST_CAPACITY = 64;
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int count;
    private int position;
    private Body.@Nullable Bytes frozen;

    ByteContent(Body.Bytes body) {
        bytes = body.content();
        count = bytes.length;
        frozen = body;
    }

    /** The content for a provider; the same object until something is appended. */
    Body.Bytes freeze() {
        Body.Bytes body = frozen;
        if (body == null) {
            if (count < bytes.length) {
                bytes = Arrays.copyOf(bytes, count);
            }
            body = new Body.Bytes(bytes);
            frozen = body;
        }
        return body;
    }

    /** The array that {@link #append} and {@link #advance} point into. */
    byte[] array() {
        return bytes;
    }

    int count() {
        return count;
    }

    int remaining() {
        return count - position;
    }

    void rewind() {
        position = 0;
    }

    /** Makes room for {@code length} bytes at the end and says where it begins. */
    int append(String method, int length) throws JMSException {
        int at = count;
        if (length > MAX_CAPACITY - at) {
            throw new JMSException(
                    method + "(): the body would be longer than " + MAX_CAPACITY + " bytes",
                    "ANYQUEUE-MESSAGE-TOO-LONG");
        }
        if (length > 0) {
            frozen = null;
            count = at + length;
            if (count > bytes.length) {
                bytes = Arrays.copyOf(bytes, newCapacity());
            }
        }
        return at;
    }

    /** Steps over {@code length} bytes and says where they begin; where they are not there, nothing moves. */
    int advance(String method, int length) throws MessageEOFException {
        requireRemaining(method, length);
        int at = position;
        position += length;
        return at;
    }

    /** Where {@code length} bytes begin that are to be read, without stepping over them. */
    int peek(String method, int length) throws MessageEOFException {
        requireRemaining(method, length);
        return position;
    }

    private void requireRemaining(String method, int length) throws MessageEOFException {
        if (length > count - position) {
            throw MessageErrors.endOfBody(method, length + " bytes wanted at position " + position + " of " + count);
        }
    }

    private int newCapacity() {
        long doubled = Math.min(2L * bytes.length, MAX_CAPACITY);
        return Math.max(Math.max(count, FIRST_CAPACITY), (int) doubled);
    }
}
