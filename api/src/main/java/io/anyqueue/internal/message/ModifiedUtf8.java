package io.anyqueue.internal.message;

import jakarta.jms.MessageFormatException;

/** The encoding of {@code writeUTF}, that of {@link java.io.DataOutput#writeUTF}, on arrays. Stateless. */
final class ModifiedUtf8 {
    static final int MAX_LENGTH = 65_535;

    private ModifiedUtf8() {}

    /** How many bytes the text takes. */
    static long length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c >= 0x01 && c <= 0x7F ? 1 : c <= 0x7FF ? 2 : 3;
        }
        return length;
    }

    static void encode(String text, byte[] target, int offset) {
        int at = offset;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x01 && c <= 0x7F) {
                target[at++] = (byte) c;
            } else if (c <= 0x7FF) {
                target[at++] = (byte) (0xC0 | (c >> 6));
                target[at++] = (byte) (0x80 | (c & 0x3F));
            } else {
                target[at++] = (byte) (0xE0 | (c >> 12));
                target[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                target[at++] = (byte) (0x80 | (c & 0x3F));
            }
        }
    }

    static String decode(byte[] source, int offset, int length) throws MessageFormatException {
        char[] text = new char[length];
        int count = 0;
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int first = source[at];
            if (first >= 0) {
                text[count++] = (char) first;
                at++;
            } else if ((first & 0xE0) == 0xC0) {
                text[count++] = (char) ((first & 0x1F) << 6 | following(source, at + 1, end));
                at += 2;
            } else if ((first & 0xF0) == 0xE0) {
                int middle = following(source, at + 1, end);
                text[count++] = (char) ((first & 0x0F) << 12 | middle << 6 | following(source, at + 2, end));
                at += 3;
            } else {
                throw malformed();
            }
        }
        return new String(text, 0, count);
    }

    private static int following(byte[] source, int at, int end) throws MessageFormatException {
        if (at >= end || (source[at] & 0xC0) != 0x80) {
            throw malformed();
        }
        return source[at] & 0x3F;
    }

    private static MessageFormatException malformed() {
        return MessageErrors.format("readUTF(): the bytes are not modified UTF-8; expected a text that writeUTF wrote");
    }
}
