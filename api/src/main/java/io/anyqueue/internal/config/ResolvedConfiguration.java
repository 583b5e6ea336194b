package io.anyqueue.internal.config;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.MessagingProvider;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import org.jspecify.annotations.Nullable;

/** A URL, the provider that serves it and the value of every option. Immutable; {@link #toString} masks secrets. */
public final class ResolvedConfiguration {
    private final UrlChoice choice;
    private final FoundProvider provider;
    private final OptionCatalog catalog;
    private final Settings settings;

    ResolvedConfiguration(UrlChoice choice, FoundProvider provider, OptionCatalog catalog, Settings settings) {
        this.choice = choice;
        this.provider = provider;
        this.catalog = catalog;
        this.settings = settings;
    }

    /** The URL as it was written, password included. Not to be shown. */
    public String urlText() {
        return choice.text();
    }

    public BrokerUrl url() {
        return choice.url();
    }

    public MessagingProvider provider() {
        return provider.provider();
    }

    public Settings settings() {
        return settings;
    }

    /** One line each for the URL, the provider and every option: what it is, and in parentheses where it came from. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        line(text, "url", choice.url().toString(), choice.origin());
        line(text, "provider", provider.name() + ' ' + provider.version(), provider.location());
        for (Option<?> option : catalog.options()) {
            if (option != OptionCatalog.PROVIDER || settings.isSet(option)) {
                line(
                        text,
                        option == OptionCatalog.PROVIDER ? "provider wanted" : option.name(),
                        shown(option),
                        settings.origin(option));
            }
        }
        return text.toString();
    }

    private <T> String shown(Option<T> option) {
        @Nullable T value = settings.find(option);
        return value == null ? "not set" : option.show(value);
    }

    private static void line(StringBuilder text, String name, String value, String origin) {
        text.append(name)
                .append(" = ")
                .append(Text.escapeControls(value))
                .append(" (")
                .append(origin)
                .append(")\n");
    }

    @Override
    public String toString() {
        return choice.url() + " through " + provider.name() + ' ' + provider.version() + ", settings " + settings;
    }
}
