package io.anyqueue.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.internal.config.TestProviders.Broken;
import io.anyqueue.internal.config.TestProviders.Clashing;
import io.anyqueue.internal.config.TestProviders.Fake;
import io.anyqueue.internal.config.TestProviders.Later;
import io.anyqueue.internal.config.TestProviders.Other;
import io.anyqueue.internal.config.TestProviders.Rival;
import io.anyqueue.internal.config.TestProviders.Speechless;
import io.anyqueue.spi.ConfigurationException;
import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderSearchTest {
    private final TestSources sources = new TestSources();

    @Test
    void theSchemePicksTheProvider() {
        assertThat(resolve("fakes:x").provider()).isInstanceOf(Fake.class);
        assertThat(resolve("OTHER:x").provider()).isInstanceOf(Other.class);
    }

    @Test
    void providersOfAllLoadersAreFoundAndAClassCountsOnce() {
        sources.loaders(ServiceFileLoader.of(Fake.class), ServiceFileLoader.of(Fake.class, Other.class));

        assertThat(resolve("fake:x").provider()).isInstanceOf(Fake.class);
        assertThat(resolve("other:x").provider()).isInstanceOf(Other.class);
    }

    @Test
    void noProviderForTheSchemeNamesWhatWasFoundAndWhatToAdd() {
        assertThatThrownBy(() -> resolve("amqp://u:hunter2@h"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("URL scheme \"amqp\" (argument): no provider serves it")
                .hasMessageContaining("add the dependency io.anyqueue:anyqueue-amqp to the class path")
                .hasMessageContaining("fake 1.2.3 for fake, fakes (" + Fake.class.getName() + ", file:")
                .hasMessageContaining("other 1.2.3")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> resolve("zeromq:x")).hasMessageContaining("correct the scheme");
        sources.providers();
        assertThatThrownBy(() -> resolve("inmemory:x"))
                .hasMessageContaining("io.anyqueue:anyqueue-inmemory")
                .hasMessageContaining("No providers were found");
    }

    @Test
    void twoProvidersForASchemeAreAnErrorThatAPropertySettles() {
        sources.providers(Fake.class, Rival.class);
        assertThatThrownBy(() -> resolve("fake:x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("several providers serve it")
                .hasMessageContaining("anyqueue.provider")
                .hasMessageContaining(Fake.class.getName())
                .hasMessageContaining(Rival.class.getName());

        assertThat(resolve("fake:x?provider=rival").provider()).isInstanceOf(Rival.class);
        sources.property("anyqueue.provider", Fake.class.getName());
        assertThat(resolve("fake:x").provider()).isInstanceOf(Fake.class);
        assertThat(resolve("fake:x").describe()).contains("provider wanted = ");
        sources.property("anyqueue.provider", "nobody");
        assertThatThrownBy(() -> resolve("fake:x"))
                .hasMessageContaining(
                        "no provider called \"nobody\" serves it, as system property anyqueue.provider asks");
    }

    @Test
    void aProviderOfAnotherContractIsRefusedByName() {
        sources.providers(Later.class, Fake.class);
        assertThatThrownBy(() -> resolve("later:x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("provider later 1.2.3 was made for contract version 99, expected 1");
        assertThat(resolve("fake:x").provider()).isInstanceOf(Fake.class);
    }

    @Test
    void aProviderThatCannotBeLoadedDoesNotHideOthersAndIsReported() {
        sources.loaders(ServiceFileLoader.ofNames(List.of(
                "com.example.Missing",
                Broken.class.getName(),
                Speechless.class.getName(),
                ServiceFileLoader.class.getName(),
                Fake.class.getName())));

        assertThat(resolve("fake:x").provider()).isInstanceOf(Fake.class);
        assertThatThrownBy(() -> resolve("amqp://h"))
                .hasMessageContaining("Not loaded: ")
                .hasMessageContaining("com.example.Missing not found")
                .hasMessageContaining("no luck today")
                .hasMessageContaining("Speechless does not describe itself")
                .hasMessageContaining("ServiceFileLoader not a subtype");
    }

    @Test
    void anUnreadableClassPathEndsTheSearch() {
        ClassLoader unreadable = new ClassLoader(null) {
            @Override
            public Enumeration<URL> getResources(String name) throws IOException {
                throw new IOException("disk on fire");
            }
        };
        sources.loaders(unreadable, ServiceFileLoader.of(Fake.class));

        assertThat(resolve("fake:x").provider()).isInstanceOf(Fake.class);
        assertThatThrownBy(() -> resolve("amqp://h")).hasMessageContaining("disk on fire");
    }

    @Test
    void aProviderMayNotTakeTheNameOfACommonOption() {
        sources.providers(Clashing.class);
        assertThatThrownBy(() -> resolve("clashing:x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("declares the option prefetch");
    }

    private ResolvedConfiguration resolve(String url) {
        return ConfigurationResolver.resolve(new ConfigurationRequest(url, null, Map.of()), sources);
    }
}
