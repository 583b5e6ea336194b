package io.anyqueue.internal.config;

import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** System properties, environment and class path of this JVM. Stateless: class loaders are asked for at each call. */
enum JvmSources implements ConfigurationSources {
    INSTANCE;

    private static final String FILE = "anyqueue.properties";

    @Override
    public @Nullable String systemProperty(String key) {
        return System.getProperty(key);
    }

    @Override
    public Set<String> systemProperties() {
        return System.getProperties().stringPropertyNames();
    }

    @Override
    public Set<String> environment() {
        return System.getenv().keySet();
    }

    @Override
    public @Nullable String environment(String variable) {
        return System.getenv(variable);
    }

    @Override
    public @Nullable PropertiesFile file() {
        for (ClassLoader loader : classLoaders()) {
            URL location = loader.getResource(FILE);
            if (location != null) {
                return PropertiesFile.read(location);
            }
        }
        return null;
    }

    @Override
    public List<ClassLoader> classLoaders() {
        return Stream.of(Thread.currentThread().getContextClassLoader(), JvmSources.class.getClassLoader())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
