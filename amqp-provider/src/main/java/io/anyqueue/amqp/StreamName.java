package io.anyqueue.amqp;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Date;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A queue's name as an application writes it, which for a stream may end with the place where a consumer starts: {@code
 * audit?stream-offset=first}. Immutable.
 *
 * @param queue the name at the broker
 * @param offset where to start; null where the name says nothing
 */
record StreamName(String queue, @Nullable Object offset) {
    private static final String MARK = "?stream-offset=";
    private static final Pattern AGE = Pattern.compile("\\d{1,9}[YMDhms]");

    static StreamName of(String name) {
        int mark = name.lastIndexOf(MARK);
        Object offset = mark <= 0 ? null : parse(name.substring(mark + MARK.length()));
        return offset == null ? new StreamName(name, null) : new StreamName(name.substring(0, mark), offset);
    }

    /**
     * The value of the broker's filter for {@code first}, {@code last}, {@code next}, a number, a time as {@code
     * 2026-01-31T12:00:00Z}, or an age as {@code 10m}; null for what is none of these.
     */
    @SuppressWarnings("JavaUtilDate") // the codec writes timestamps from these
    static @Nullable Object parse(String written) {
        if (written.equals("first")
                || written.equals("last")
                || written.equals("next")
                || AGE.matcher(written).matches()) {
            return written;
        }
        try {
            return written.matches("\\d{1,18}") ? (Object) Long.valueOf(written) : Date.from(Instant.parse(written));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
