package io.anyqueue.internal.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values around an application during one resolution: system properties before environment before file, which has
 * been read once. Confined to the resolution.
 */
final class Surroundings {
    private final ConfigurationSources sources;
    private final @Nullable PropertiesFile file;

    Surroundings(ConfigurationSources sources) {
        this.sources = sources;
        this.file = sources.file();
    }

    @Nullable
    PropertiesFile file() {
        return file;
    }

    /** The names of all system properties. */
    Set<String> systemProperties() {
        return sources.systemProperties();
    }

    /** The names of all environment variables. */
    Set<String> environment() {
        return sources.environment();
    }

    /** The first source that has one of the keys, and in it the first key. */
    Optional<FoundValue> find(List<String> keys) {
        return systemProperty(keys).or(() -> environment(keys)).or(() -> fileKey(keys));
    }

    /** The same for one key, where a blank value counts as none. */
    Optional<FoundValue> findNotBlank(String key) {
        List<String> keys = List.of(key);
        return systemProperty(keys)
                .filter(Surroundings::isNotBlank)
                .or(() -> environment(keys).filter(Surroundings::isNotBlank))
                .or(() -> fileKey(keys).filter(Surroundings::isNotBlank));
    }

    private static boolean isNotBlank(FoundValue found) {
        return !found.text().isBlank();
    }

    private Optional<FoundValue> systemProperty(List<String> keys) {
        for (String key : keys) {
            String value = sources.systemProperty(key);
            if (value != null) {
                return Optional.of(new FoundValue(value, "system property " + key, false));
            }
        }
        return Optional.empty();
    }

    private Optional<FoundValue> environment(List<String> keys) {
        for (String key : keys) {
            String variable = Keys.environmentVariable(key);
            String value = sources.environment(variable);
            if (value != null && !value.isEmpty()) {
                return Optional.of(new FoundValue(value, "environment variable " + variable, false));
            }
        }
        return Optional.empty();
    }

    private Optional<FoundValue> fileKey(List<String> keys) {
        for (String key : keys) {
            String value = file == null ? null : file.values().get(key);
            if (file != null && value != null) {
                return Optional.of(new FoundValue(value, "key " + key + " of " + file.location(), false));
            }
        }
        return Optional.empty();
    }
}
