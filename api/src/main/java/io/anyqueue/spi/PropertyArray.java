package io.anyqueue.spi;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a message that is being made: one array of alternating names and values, in the order of first setting.
 * Messages share it until the next change copies it. Owned by a {@link MessageData.Builder}; not thread safe. Its static
 * methods read the array of a finished message.
 */
final class PropertyArray {
    private static final Object[] NONE = {};

    private Object[] entries;
    private int length;
    private boolean shared = true;

    PropertyArray() {
        this(NONE);
    }

    /** Begins with the properties of a message, shared until changed. */
    PropertyArray(Object[] ofMessage) {
        entries = ofMessage;
        length = ofMessage.length;
    }

    static @Nullable Object get(Object[] entries, int length, String name) {
        int index = indexOf(entries, length, name);
        return index < 0 ? null : entries[index + 1];
    }

    static void forEach(Object[] entries, int length, BiConsumer<String, @Nullable Object> action) {
        for (int i = 0; i < length; i += 2) {
            action.accept((String) entries[i], entries[i + 1]);
        }
    }

    private static int indexOf(Object[] entries, int length, String name) {
        for (int i = 0; i < length; i += 2) {
            if (name.equals(entries[i])) {
                return i;
            }
        }
        return -1;
    }

    @Nullable
    Object get(String name) {
        return get(entries, length, name);
    }

    boolean has(String name) {
        return indexOf(entries, length, name) >= 0;
    }

    void forEach(BiConsumer<String, @Nullable Object> action) {
        forEach(entries, length, action);
    }

    /** Sets or replaces one. */
    void set(String name, @Nullable Object value) {
        int index = indexOf(entries, length, name);
        int needed = index < 0 ? length + 2 : length;
        if (shared || needed > entries.length) {
            int capacity = index < 0 ? Math.max(needed, length + length / 4 * 2) : needed;
            entries = Arrays.copyOf(entries, capacity);
            shared = false;
        }
        if (index < 0) {
            index = length;
            entries[index] = name;
            length = needed;
        }
        setValue(index, value);
    }

    @SuppressWarnings("NullAway") // the array holds null values at odd places only
    private void setValue(int index, @Nullable Object value) {
        entries[index + 1] = value;
    }

    void remove(String name) {
        int index = indexOf(entries, length, name);
        if (index >= 0) {
            Object[] rest = new Object[length - 2];
            System.arraycopy(entries, 0, rest, 0, index);
            System.arraycopy(entries, index + 2, rest, index, rest.length - index);
            entries = rest;
            length = rest.length;
            shared = false;
        }
    }

    void clear() {
        entries = NONE;
        length = 0;
        shared = true;
    }

    /** The array for a finished message. */
    Object[] freeze() {
        if (length < entries.length) {
            entries = Arrays.copyOf(entries, length);
        }
        shared = true;
        return entries;
    }
}
