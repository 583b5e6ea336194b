package io.anyqueue.internal.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application said itself. Immutable; {@link #toString} shows no values.
 *
 * @param url null to take it from the surroundings
 * @param connectionName null for the connection without a name
 * @param options names and values, as text
 */
public record ConfigurationRequest(
        @Nullable String url, @Nullable String connectionName, Map<String, String> options) {

    public ConfigurationRequest {
        if (connectionName != null) {
            Keys.requireName(connectionName);
        }
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    @Override
    public String toString() {
        return "ConfigurationRequest[url " + (url == null ? "not given" : "given") + ", connectionName="
                + connectionName + ", options=" + options.keySet() + ']';
    }
}
