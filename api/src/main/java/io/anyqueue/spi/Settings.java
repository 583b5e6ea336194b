package io.anyqueue.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of options, each with where it came from. Immutable; {@link #toString} masks secrets. */
public final class Settings {
    /** The origin of what an application has said in code. */
    public static final String BUILDER = "builder";

    /** The origin of what stands in a broker's URL. */
    public static final String URL = "URL";

    private static final Settings DEFAULTS = new Settings(Map.of());

    private record Entry(Object value, String origin) {}

    private final Map<Option<?>, Entry> entries;

    private Settings(Map<Option<?>, Entry> entries) {
        this.entries = entries;
    }

    /** Every option at its default. */
    public static Settings defaults() {
        return DEFAULTS;
    }

    /** A copy with one value more; {@code origin} says where it came from: {@code URL}, {@code system property x}. */
    public <T> Settings with(Option<T> option, T value, String origin) {
        Map<Option<?>, Entry> copy = new LinkedHashMap<>(entries);
        copy.put(option, new Entry(value, origin));
        return new Settings(copy);
    }

    /** The value that was set, else the default, which is null for texts that have none. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // with() put a T under an Option<T>
    public <T> @Nullable T find(Option<T> option) {
        Entry entry = entries.get(option);
        return entry == null ? option.defaultValue() : (T) entry.value();
    }

    /**
     * The value that was set, else the default.
     *
     * @throws ConfigurationException where there is neither
     */
    public <T> T get(Option<T> option) {
        T value = find(option);
        if (value == null) {
            throw new ConfigurationException("Option " + option.name() + " is required: " + option.description());
        }
        return value;
    }

    /** Where the value came from, or {@code default}. */
    public String origin(Option<?> option) {
        Entry entry = entries.get(option);
        return entry == null ? "default" : entry.origin();
    }

    /** True where the connection's own URL or builder set the value, and not what surrounds the application. */
    public boolean isGiven(Option<?> option) {
        String origin = origin(option);
        return origin.equals(BUILDER) || origin.equals(URL);
    }

    /** True where a value was set, be it the default one. */
    public boolean isSet(Option<?> option) {
        return entries.containsKey(option);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        entries.keySet().forEach(option -> append(text, option));
        return text.append('}').toString();
    }

    private <T> void append(StringBuilder text, Option<T> option) {
        text.append(text.length() > 1 ? ", " : "")
                .append(option.name())
                .append('=')
                .append(option.show(find(option)));
    }
}
