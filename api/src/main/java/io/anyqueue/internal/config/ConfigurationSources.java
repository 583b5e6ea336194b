package io.anyqueue.internal.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What surrounds an application and takes part in its configuration. Safe for use by any thread. */
public interface ConfigurationSources {

    /** Those of this JVM, read anew at each call; keeps no class loader. */
    static ConfigurationSources standard() {
        return JvmSources.INSTANCE;
    }

    @Nullable
    String systemProperty(String key);

    @Nullable
    String environment(String variable);

    /** The file {@code anyqueue.properties}, or null where there is none. */
    @Nullable
    PropertiesFile file();

    /** Where providers are looked for, in this order. */
    List<ClassLoader> classLoaders();
}
