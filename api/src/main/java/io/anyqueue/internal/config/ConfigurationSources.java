package io.anyqueue.internal.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What surrounds an application and takes part in its configuration. Safe for use by any thread. */
public interface ConfigurationSources {

    /** Those of this JVM, read anew at each call; keeps no class loader. */
    static ConfigurationSources standard() {
        return JvmSources.INSTANCE;
    }

    @Nullable
    String systemProperty(String key);

    /** The names of all system properties. */
    Set<String> systemProperties();

    @Nullable
    String environment(String variable);

    /** The names of all environment variables. */
    Set<String> environment();

    /** The file {@code anyqueue.properties}, or null where there is none. */
    @Nullable
    PropertiesFile file();

    /** Where providers are looked for, in this order. */
    List<ClassLoader> classLoaders();
}
