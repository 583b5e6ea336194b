package io.anyqueue.examples.lemonade;

import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How the program is to run, from system properties. Immutable.
 *
 * @param open {@code stand.open}: whether the page stays open, instead of a rush
 * @param port {@code stand.port}: 0, which is the default, for any that is free
 * @param visits {@code stand.visits}: how many a rush has
 * @param limit {@code stand.timeout}, in seconds: how long a rush may take
 */
record StandOptions(boolean open, int port, int visits, Duration limit) {

    /** Reads the options; fails with {@link IllegalArgumentException} where one is not what it should be. */
    static StandOptions from(Properties properties) {
        return new StandOptions(
                flag(properties, "stand.open"),
                number(properties, "stand.port", 0, 0, 65_535),
                number(properties, "stand.visits", 10_000, 1, 10_000_000),
                Duration.ofSeconds(number(properties, "stand.timeout", 120, 1, 86_400)));
    }

    private static boolean flag(Properties properties, String name) {
        String value = properties.getProperty(name, "false");
        return switch (value) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("Option -D" + name + "=" + value + ": expected true or false");
        };
    }

    private static int number(Properties properties, String name, int unset, int min, int max) {
        String value = properties.getProperty(name);
        if (value == null) {
            return unset;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrongNumber(name, value, min, max, e);
        }
        throw wrongNumber(name, value, min, max, null);
    }

    private static IllegalArgumentException wrongNumber(
            String name, String value, int min, int max, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException(
                "Option -D" + name + "=" + value + ": expected a whole number from " + min + " to " + max, cause);
    }
}
