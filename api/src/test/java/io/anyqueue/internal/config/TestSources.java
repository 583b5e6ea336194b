package io.anyqueue.internal.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Surroundings made of maps. */
public final class TestSources implements ConfigurationSources {
    private final Map<String, String> systemProperties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> file = new HashMap<>();
    private List<ClassLoader> classLoaders =
            List.of(ServiceFileLoader.of(TestProviders.Fake.class, TestProviders.Other.class));
    private String location = "file:/app/anyqueue.properties";

    public TestSources property(String key, String value) {
        systemProperties.put(key, value);
        return this;
    }

    public TestSources variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public TestSources fileKey(String key, String value) {
        file.put(key, value);
        return this;
    }

    public TestSources fileLocation(String newLocation) {
        location = newLocation;
        return this;
    }

    public TestSources providers(Class<?>... providers) {
        classLoaders = List.of(ServiceFileLoader.of(providers));
        return this;
    }

    public TestSources loaders(ClassLoader... loaders) {
        classLoaders = List.of(loaders);
        return this;
    }

    @Override
    public @Nullable String systemProperty(String key) {
        return systemProperties.get(key);
    }

    @Override
    public Set<String> systemProperties() {
        return systemProperties.keySet();
    }

    @Override
    public Set<String> environment() {
        return environment.keySet();
    }

    @Override
    public @Nullable String environment(String variable) {
        return environment.get(variable);
    }

    @Override
    public @Nullable PropertiesFile file() {
        return file.isEmpty() ? null : new PropertiesFile(location, file);
    }

    @Override
    public List<ClassLoader> classLoaders() {
        return classLoaders;
    }
}
