package io.anyqueue.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.ConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JvmSourcesTest {
    private static final String FILE = "anyqueue.properties";

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ConfigurationSources sources = ConfigurationSources.standard();

    @AfterEach
    void restoreContextClassLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void theFileOfTheContextClassLoaderIsReadAsUtf8() {
        useContext(ServiceFileLoader.of().with(FILE, "anyqueue.clientId = grüße\n"));

        assertThat(sources.file().values()).containsEntry("anyqueue.clientId", "grüße");
        assertThat(sources.file()).hasToString("PropertiesFile[memory:/anyqueue.properties, keys=[anyqueue.clientId]]");
    }

    @Test
    void aMalformedFileIsRefusedWithItsPlace() {
        useContext(ServiceFileLoader.of().with(FILE, "a=\\u12"));

        assertThatThrownBy(sources::file)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("memory:/anyqueue.properties");
    }

    @Test
    void theContextClassLoaderComesFirstAndMayBeAbsent() {
        ClassLoader ours = ConfigurationSources.class.getClassLoader();
        ServiceFileLoader context = ServiceFileLoader.of();
        useContext(context);
        assertThat(sources.classLoaders()).containsExactly(context, ours);
        useContext(null);
        assertThat(sources.classLoaders()).containsExactly(ours);
    }

    @Test
    void systemPropertiesAndEnvironmentAreThoseOfTheJvm() {
        assertThat(sources.systemProperty("java.version")).isEqualTo(System.getProperty("java.version"));
        assertThat(sources.environment("PATH")).isEqualTo(System.getenv("PATH"));
    }

    private static void useContext(ClassLoader loader) {
        Thread.currentThread().setContextClassLoader(loader);
    }
}
