package io.anyqueue.amqp;

import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Reads options that list names of which the known ones are in a table, or in this JVM, in any case. Stateless. */
final class KnownNames {
    /** What no such name has in it, and what begins where a wrong separator has let in another option. */
    private static final Pattern BEYOND_A_NAME = Pattern.compile("[^\\p{L}\\p{N} ._+-].*", Pattern.DOTALL);

    private KnownNames() {}

    /**
     * The names of the option, written as they are known.
     *
     * @throws ConfigurationException where one is unknown; shows it only as far as it may be a name
     */
    static List<String> of(Settings settings, Option<List<String>> option, Collection<String> known) {
        return settings.get(option).stream()
                .map(each -> known.stream()
                        .filter(each::equalsIgnoreCase)
                        .findFirst()
                        .orElseThrow(() -> unknown(each, settings, option, known)))
                .toList();
    }

    private static ConfigurationException unknown(
            String name, Settings settings, Option<List<String>> option, Collection<String> known) {
        return new ConfigurationException("Configuration (" + settings.origin(option) + "): Option " + option + ": \""
                + BEYOND_A_NAME.matcher(name).replaceFirst("***") + "\" is not supported; supported are "
                + String.join(", ", known));
    }
}
