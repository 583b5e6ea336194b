package io.anyqueue.internal.config;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a connection, as text and parsed, and where it came from. Immutable; {@link #toString} shows no password and
 * no option values.
 *
 * @param origin such as {@code argument} or {@code system property anyqueue.url}
 */
record UrlChoice(String text, String origin, BrokerUrl url) {

    /**
     * Chooses the URL as the package comment says. Blank URLs count as not set, other than the argument.
     *
     * @throws ConfigurationException where there is none, or it is malformed
     */
    static UrlChoice choose(ConfigurationRequest request, Surroundings surroundings) {
        String argument = request.url();
        if (argument != null) {
            return of(argument, "argument");
        }
        String key = Keys.scope(request.connectionName()) + Keys.URL;
        return surroundings
                .findNotBlank(key)
                .map(found -> of(found.text(), found.origin()))
                .orElseThrow(() -> notConfigured(request.connectionName(), key, surroundings.file()));
    }

    private static UrlChoice of(String text, String origin) {
        return new UrlChoice(text, origin, UrlParser.parse(text, origin));
    }

    private static ConfigurationException notConfigured(
            @Nullable String name, String key, @Nullable PropertiesFile file) {
        String subject = name == null ? "No broker is configured" : "Connection \"" + name + "\" is not configured";
        String argument = name == null ? "pass a URL, as in AnyQueue.connectionFactory(\"inmemory:orders\"), or " : "";
        String found = file == null ? "no such file was found" : "found " + file.location();
        return new ConfigurationException(subject + ": " + argument + "set the system property " + key
                + ", the environment variable " + Keys.environmentVariable(key) + ", or the key " + key
                + " in a file anyqueue.properties on the class path (" + found + ")");
    }

    @Override
    public String toString() {
        return url + " (" + origin + ')';
    }
}
