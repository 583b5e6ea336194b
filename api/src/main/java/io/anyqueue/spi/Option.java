package io.anyqueue.spi;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A named, typed setting: its unit, range, default and one sentence of explanation. Immutable; the configuration table of
 * the documentation is made from these.
 *
 * @param <T> the value's type
 */
public final class Option<T> {
    private static final Pattern QUANTITY = Pattern.compile("(\\d{1,18})\\s*([a-zA-Z]*)");
    /** What no value that is checked has in it, and what begins where a wrong separator has let in another option. */
    private static final Pattern BEYOND_A_VALUE = Pattern.compile("[^\\p{L}\\p{N} ._+,-].*", Pattern.DOTALL);

    private final String name;
    private final String form;
    private final @Nullable T defaultValue;
    private final boolean secret;
    private final String description;
    private final Function<String, T> parser;

    private Option(
            String name,
            String form,
            @Nullable T defaultValue,
            boolean secret,
            String description,
            Function<String, T> parser) {
        this.name = Objects.requireNonNull(name);
        this.form = form;
        this.defaultValue = defaultValue;
        this.secret = secret;
        this.description = description;
        this.parser = parser;
    }

    /** A whole number between two limits, which belong to it. */
    public static Option<Integer> integer(String name, int defaultValue, int min, int max, String description) {
        return new Option<>(name, min + " to " + max, defaultValue, false, description, text -> {
            int value = Integer.parseInt(text);
            requireRange(value >= min && value <= max);
            return value;
        });
    }

    /** A length of time, such as {@code 250ms}, {@code 10s}, {@code 5m} or {@code 1h}; a bare number is milliseconds. */
    public static Option<Duration> duration(
            String name, Duration defaultValue, Duration min, Duration max, String description) {
        String form = "duration, " + show(min) + " to " + show(max);
        return new Option<>(name, form, defaultValue, false, description, text -> {
            Duration value = parseDuration(text);
            requireRange(value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
            return value;
        });
    }

    /** A number of bytes, such as {@code 65536}, {@code 64KiB} or {@code 1MiB}. */
    public static Option<Long> bytes(String name, long defaultValue, long min, long max, String description) {
        return new Option<>(name, "bytes, " + min + " to " + max, defaultValue, false, description, text -> {
            long value = parseBytes(text);
            requireRange(value >= min && value <= max);
            return value;
        });
    }

    /** {@code true} or {@code false}. */
    public static Option<Boolean> flag(String name, boolean defaultValue, String description) {
        return new Option<>(name, "true or false", defaultValue, false, description, text -> {
            requireRange(text.equals("true") || text.equals("false"));
            return text.equals("true");
        });
    }

    /** One of the constants of an enum, written in lower case with hyphens for underscores. */
    public static <E extends Enum<E>> Option<E> choice(String name, E defaultValue, String description) {
        E[] constants = defaultValue.getDeclaringClass().getEnumConstants();
        String form = Arrays.stream(constants).map(Option::show).collect(Collectors.joining(", "));
        return new Option<>(
                name,
                "one of " + form,
                defaultValue,
                false,
                description,
                text -> Arrays.stream(constants)
                        .filter(each -> show(each).equals(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new));
    }

    /** Free text without a default. */
    public static Option<String> text(String name, String description) {
        return new Option<>(name, "text", null, false, description, Function.identity());
    }

    /** Free text that is never shown; white space around it belongs to it. */
    public static Option<String> secret(String name, String description) {
        return new Option<>(name, "text", null, true, description, Function.identity());
    }

    /** A list, separated by commas; empty by default. */
    public static Option<List<String>> list(String name, String description) {
        return new Option<>(
                name,
                "list, separated by commas",
                List.of(),
                false,
                description,
                text -> Arrays.stream(text.split(",", -1))
                        .map(String::trim)
                        .filter(each -> !each.isEmpty())
                        .toList());
    }

    /** As it stands in a URL, and behind its prefix elsewhere. */
    public String name() {
        return name;
    }

    /** What values look like, unit and range included: {@code duration, 1ms to 1h}. */
    public String form() {
        return form;
    }

    /** The value where nothing is configured; null for a text, which has none. */
    public @Nullable T defaultValue() {
        return defaultValue;
    }

    /** What it sets, in a few words, for documents and errors. */
    public String description() {
        return description;
    }

    /**
     * Reads a value, less white space around it unless it is secret.
     *
     * @throws ConfigurationException where it has the wrong form or is out of range; shows the value unless it is secret, and
     *     only as far as it may be one: {@code 5s;password=...} is what a URL with a wrong separator holds
     */
    public T parse(String text) {
        try {
            return parser.apply(secret ? text : text.trim());
        } catch (IllegalArgumentException | ArithmeticException e) {
            String shown =
                    secret ? "its value" : '"' + BEYOND_A_VALUE.matcher(text).replaceFirst("***") + '"';
            throw new ConfigurationException(
                    "Option " + name + ": " + shown + " is not valid; expected " + form + " (" + description + ")", e);
        }
    }

    /** A value as it would be written; secrets as {@code ***}. */
    public String show(@Nullable T value) {
        if (value == null) {
            return "";
        }
        return secret ? "***" : showPlain(value);
    }

    @Override
    public String toString() {
        return name;
    }

    private static String showPlain(Object value) {
        if (value instanceof Duration duration) {
            return show(duration);
        }
        if (value instanceof Enum<?> constant) {
            return show(constant);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return value.toString();
    }

    private static String show(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis > 0 && millis % 3_600_000 == 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis > 0 && millis % 60_000 == 0) {
            return millis / 60_000 + "m";
        }
        return millis > 0 && millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = matchQuantity(text);
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "", "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException("unknown unit");
        };
    }

    private static long parseBytes(String text) {
        Matcher matcher = matchQuantity(text);
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "", "B" -> number;
            case "KiB" -> Math.multiplyExact(number, 1L << 10);
            case "MiB" -> Math.multiplyExact(number, 1L << 20);
            case "GiB" -> Math.multiplyExact(number, 1L << 30);
            default -> throw new IllegalArgumentException("unknown unit");
        };
    }

    private static Matcher matchQuantity(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a number with a unit");
        }
        return matcher;
    }

    private static void requireRange(boolean inRange) {
        if (!inRange) {
            throw new IllegalArgumentException("out of range");
        }
    }
}
