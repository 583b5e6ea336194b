package io.anyqueue.spi;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How a correlation id that was set as bytes is shown as text (section 3.5.5). */
final class CorrelationIds {

    private CorrelationIds() {}

    static @Nullable String asText(@Nullable Object correlationId) {
        if (correlationId instanceof byte[] bytes) {
            return "ID:" + HexFormat.of().withUpperCase().formatHex(bytes);
        }
        return (String) correlationId;
    }
}
