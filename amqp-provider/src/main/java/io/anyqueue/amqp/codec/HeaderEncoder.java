package io.anyqueue.amqp.codec;

import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.codec.EncodingCodes;

/**
 * Writes header sections by hand: the library leaves out a durability of false, which not every broker takes for false.
 */
final class HeaderEncoder {
    private static final byte DESCRIPTOR = 0x70;

    private HeaderEncoder() {}

    /** Durability and priority. */
    static void write(ProtonBuffer buffer, boolean durable, int priority) {
        writeBegin(buffer, (byte) 4, (byte) 2, durable, priority);
    }

    /** Durability, priority and time to live in milliseconds, an unsigned integer. */
    static void write(ProtonBuffer buffer, boolean durable, int priority, long timeToLive) {
        writeBegin(buffer, (byte) 9, (byte) 3, durable, priority);
        buffer.writeByte(EncodingCodes.UINT);
        buffer.writeInt((int) timeToLive);
    }

    private static void writeBegin(ProtonBuffer buffer, byte size, byte fields, boolean durable, int priority) {
        buffer.writeByte(EncodingCodes.DESCRIBED_TYPE_INDICATOR);
        buffer.writeByte(EncodingCodes.SMALLULONG);
        buffer.writeByte(DESCRIPTOR);
        buffer.writeByte(EncodingCodes.LIST8);
        buffer.writeByte(size);
        buffer.writeByte(fields);
        buffer.writeByte(durable ? EncodingCodes.BOOLEAN_TRUE : EncodingCodes.BOOLEAN_FALSE);
        buffer.writeByte(EncodingCodes.UBYTE);
        buffer.writeByte((byte) priority);
    }
}
