package io.anyqueue.internal.config;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import java.util.Optional;

/**
 * Turns what an application asked for, and what surrounds it, into URL, provider and option values, as the package comment
 * says. Stateless.
 */
public final class ConfigurationResolver {

    private ConfigurationResolver() {}

    /**
     * Resolves a request. Looks around once; later changes of system properties or files have no effect on the result.
     *
     * @throws ConfigurationException where there is no URL, a value is malformed, an option of the request or the URL
     *     does not exist, not exactly one provider serves the URL, or that one cannot use it
     */
    public static ResolvedConfiguration resolve(ConfigurationRequest request, ConfigurationSources sources) {
        Surroundings surroundings = new Surroundings(sources);
        UrlChoice choice = UrlChoice.choose(request, surroundings);
        BrokerUrl url = choice.url();
        OptionLookup lookup = new OptionLookup(request, url, surroundings);
        ProviderDirectory directory = ProviderSearch.in(sources.classLoaders());
        FoundProvider provider = directory.choose(choice, lookup.find(OptionCatalog.PROVIDER.name(), null));
        OptionCatalog catalog = OptionCatalog.of(provider, directory);
        catalog.requireKnown(request.options().keySet(), "builder", Text::quote);
        catalog.requireKnown(
                url.query().keySet(),
                "URL",
                name -> UrlMask.mayHoldPassword(url.query()) ? UrlMask.HIDDEN : Text.quote(name));
        new UnknownKeys(directory).warnOnce(surroundings);
        Settings settings = settings(catalog, lookup, provider.name(), UrlMask.mayHoldPassword(url.query()));
        provider.provider().check(url, settings);
        return new ResolvedConfiguration(choice, provider, catalog, settings);
    }

    /** @param mangled whether what looks like options of the URL may be the rest of a password */
    private static Settings settings(OptionCatalog catalog, OptionLookup lookup, String provider, boolean mangled) {
        Settings settings = Settings.defaults();
        for (Option<?> option : catalog.options()) {
            Optional<FoundValue> found = lookup.find(option.name(), provider);
            if (found.isPresent()) {
                boolean hidden = mangled && found.get().origin().equals(Settings.URL);
                settings = with(settings, option, found.get(), hidden);
            }
        }
        return settings;
    }

    private static <T> Settings with(Settings settings, Option<T> option, FoundValue found, boolean hidden) {
        try {
            return settings.with(option, parse(option, found), found.origin());
        } catch (ConfigurationException e) {
            if (hidden) {
                // Without the cause, which shows the value.
                throw new ConfigurationException("Configuration (" + found.origin() + "): Option " + option.name()
                        + ": its value is not valid; expected " + option.form() + " (" + option.description()
                        + "). If this is part of a password: it has to be percent-encoded");
            }
            throw new ConfigurationException("Configuration (" + found.origin() + "): " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked") // parse() gave a String, so T is String
    private static <T> T parse(Option<T> option, FoundValue found) {
        T value = option.parse(found.text());
        return value instanceof String && found.verbatim() ? (T) found.text() : value;
    }
}
