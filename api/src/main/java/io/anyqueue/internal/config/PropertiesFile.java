package io.anyqueue.internal.config;

import io.anyqueue.spi.ConfigurationException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The contents of a properties file in UTF-8. Immutable; {@link #toString} shows no values.
 *
 * @param location where it was found, for messages to people
 * @param values by key, in the order of the keys
 */
public record PropertiesFile(String location, Map<String, String> values) {

    public PropertiesFile {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * Reads a file. Bypasses the cache of jar files, which would keep an undeployed application's jar open.
     *
     * @throws ConfigurationException where it cannot be read or is malformed
     */
    public static PropertiesFile read(URL location) {
        Properties properties = new Properties();
        try {
            URLConnection connection = location.openConnection();
            connection.setUseCaches(false);
            try (Reader reader = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "Properties file " + location
                            + " cannot be read; expected a readable file of key=value lines in UTF-8: "
                            + e.getMessage(),
                    e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return new PropertiesFile(location.toString(), values);
    }

    @Override
    public String toString() {
        return "PropertiesFile[" + location + ", keys=" + values.keySet() + ']';
    }
}
