package io.anyqueue.internal.config;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.Option;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The options of a connection: those that every provider has, and those of the chosen one. Immutable. */
public final class OptionCatalog {
    /** Settles which provider is used where the class path has several for one scheme. */
    public static final Option<String> PROVIDER = Option.text(
            "provider", "name or class of the provider, where the class path has several for the URL's scheme");

    private final FoundProvider provider;
    private final ProviderDirectory directory;
    private final Map<String, Option<?>> byName;

    private OptionCatalog(FoundProvider provider, ProviderDirectory directory, Map<String, Option<?>> byName) {
        this.provider = provider;
        this.directory = directory;
        this.byName = byName;
    }

    /** The options that do not depend on the provider, in the order of the documentation. */
    public static List<Option<?>> common() {
        return Stream.concat(ClientOptions.all().stream(), Stream.<Option<?>>of(PROVIDER))
                .toList();
    }

    static OptionCatalog of(FoundProvider provider, ProviderDirectory directory) {
        Map<String, Option<?>> byName = new LinkedHashMap<>();
        common().forEach(option -> byName.put(option.name(), option));
        for (Option<?> option : provider.options()) {
            if (byName.put(option.name(), option) != null) {
                throw new ConfigurationException(
                        "Provider " + provider + " declares the option " + option.name()
                                + ", but there is one of that name already; expected names of its own: report this to its author");
            }
        }
        return new OptionCatalog(provider, directory, Collections.unmodifiableMap(byName));
    }

    Collection<Option<?>> options() {
        return byName.values();
    }

    /**
     * Refuses names that are no options.
     *
     * @param origin where they were given: {@code builder} or {@code URL}
     * @param shown how a name is shown in the refusal
     */
    void requireKnown(Collection<String> names, String origin, UnaryOperator<String> shown) {
        for (String name : names) {
            if (!byName.containsKey(name)) {
                throw new ConfigurationException("Option " + shown.apply(name) + " (" + origin + ") does not exist: "
                        + remedy(name) + " Options of provider " + provider.name() + ": "
                        + String.join(", ", byName.keySet())
                        + "; describe() of a connection factory shows their values");
            }
        }
    }

    private String remedy(String name) {
        return directory.found().stream()
                .filter(each ->
                        each.options().stream().anyMatch(option -> option.name().equals(name)))
                .findFirst()
                .map(other -> "it belongs to provider " + other.name() + ", but the URL's scheme chose "
                        + provider.name() + ".")
                .or(() -> NearestName.of(name, byName.keySet()).map(near -> "did you mean " + near + "?"))
                .orElse("no option has a name like it.");
    }
}
