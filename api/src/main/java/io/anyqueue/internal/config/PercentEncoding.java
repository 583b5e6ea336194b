package io.anyqueue.internal.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-decoding in UTF-8 that refuses what is malformed and leaves {@code +} alone. Stateless. */
final class PercentEncoding {

    /** A percent sign without two hexadecimal digits, or octets that are not UTF-8. Carries no part of the text. */
    static final class MalformedEscape extends Exception {
        private static final long serialVersionUID = 1L;

        private final int position;
        private final String expected;

        MalformedEscape(int position, String expected) {
            super("position " + position + ": expected " + expected);
            this.position = position;
            this.expected = expected;
        }

        int position() {
            return position;
        }

        String expected() {
            return expected;
        }
    }

    private PercentEncoding() {}

    static String decode(String text, int start, int end) throws MalformedEscape {
        StringBuilder decoded = new StringBuilder(end - start);
        int at = start;
        while (at < end) {
            if (text.charAt(at) != '%') {
                decoded.append(text.charAt(at++));
                continue;
            }
            int run = at;
            ByteArrayOutputStream octets = new ByteArrayOutputStream();
            for (; at < end && text.charAt(at) == '%'; at += 3) {
                octets.write(octet(text, at, end));
            }
            decoded.append(utf8(octets.toByteArray(), run));
        }
        return decoded.toString();
    }

    private static int octet(String text, int at, int end) throws MalformedEscape {
        if (at + 2 >= end || !HexFormat.isHexDigit(text.charAt(at + 1)) || !HexFormat.isHexDigit(text.charAt(at + 2))) {
            throw new MalformedEscape(at, "two hexadecimal digits after % (a percent sign itself is written %25)");
        }
        return HexFormat.fromHexDigits(text, at + 1, at + 3);
    }

    private static CharSequence utf8(byte[] octets, int run) throws MalformedEscape {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
        } catch (CharacterCodingException e) {
            MalformedEscape malformed = new MalformedEscape(run, "percent-encoded UTF-8");
            malformed.initCause(e);
            throw malformed;
        }
    }
}
