package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import org.jspecify.annotations.Nullable;

/**
 * A property by name. The value has the type that it was set with: the conversions of the get methods do not apply in
 * selectors, so that the string '2' is never the number 2 (section 3.8.1.1).
 */
record PropertyReference(String name) implements Reference {

    @Override
    public @Nullable Object evaluate(MessageData message) {
        return message.property(name);
    }
}
