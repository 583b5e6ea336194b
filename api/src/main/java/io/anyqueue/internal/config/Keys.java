package io.anyqueue.internal.config;

import io.anyqueue.spi.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of settings outside URLs: keys of system properties and files, and the environment variables of these. Stateless. */
final class Keys {
    static final String PREFIX = "anyqueue.";
    static final String VARIABLE_PREFIX = "ANYQUEUE_";
    static final String URL = "url";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    private Keys() {}

    static String environmentVariable(String key) {
        StringBuilder variable = new StringBuilder(key.length() + 8);
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (i > 0 && isUpperCase(c) && isLowerCaseOrDigit(key.charAt(i - 1))) {
                variable.append('_');
            }
            variable.append(c == '.' || c == '-' ? '_' : c);
        }
        return variable.toString().toUpperCase(Locale.ROOT);
    }

    private static boolean isUpperCase(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLowerCaseOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    /** What keys begin with, in the order in which they are asked: those of the named connection first. */
    static List<String> scopes(@Nullable String connectionName) {
        return connectionName == null ? List.of(PREFIX) : List.of(scope(connectionName), PREFIX);
    }

    static String scope(@Nullable String connectionName) {
        return connectionName == null ? PREFIX : PREFIX + connectionName + '.';
    }

    /** The keys of an option within a scope, the provider's own first. */
    static List<String> of(String scope, @Nullable String provider, String option) {
        return provider == null ? List.of(scope + option) : List.of(scope + provider + '.' + option, scope + option);
    }

    static String requireName(String connectionName) {
        if (!NAME.matcher(connectionName).matches()) {
            throw new ConfigurationException("Connection name " + Text.quote(connectionName)
                    + " is not valid; expected letters, digits, hyphens and underscores, as it becomes part of keys"
                    + " such as anyqueue.orders.url");
        }
        return connectionName;
    }
}
