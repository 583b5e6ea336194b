package io.anyqueue.internal.config;

import io.anyqueue.spi.Option;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds keys of a file that mean nothing, which are mostly typing errors. They are logged and not refused, as a file may
 * hold settings of providers that are absent. Confined to one resolution, other than the record of what was logged.
 */
final class UnknownKeys {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownKeys.class);
    /** Bounds the record of warnings; beyond it, nothing more is logged. */
    private static final int MOST_WARNINGS = 1000;

    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private final ProviderDirectory directory;
    private final Set<String> common = namesOf(OptionCatalog.common());
    private final Set<String> all = new HashSet<>(common);

    private UnknownKeys(ProviderDirectory directory) {
        this.directory = directory;
        directory.found().forEach(provider -> all.addAll(namesOf(provider.options())));
        all.add(Keys.URL);
    }

    /** Logs each unknown key of each file once in the life of this class. */
    static void warnOnce(PropertiesFile file, ProviderDirectory directory) {
        UnknownKeys unknown = new UnknownKeys(directory);
        for (String key : in(file, directory)) {
            if (WARNED.size() < MOST_WARNINGS && WARNED.add(file.location() + ' ' + key)) {
                LOG.warn(
                        "{}: key {} is ignored{}: it belongs to no option of AnyQueue or of the providers on the class path ({})",
                        file.location(),
                        key,
                        unknown.suggestion(key),
                        directory.found().stream().map(FoundProvider::name).toList());
            }
        }
    }

    static List<String> in(PropertiesFile file, ProviderDirectory directory) {
        UnknownKeys unknown = new UnknownKeys(directory);
        return file.values().keySet().stream()
                .filter(key -> key.startsWith(Keys.PREFIX))
                .filter(key -> !unknown.isKnown(key.substring(Keys.PREFIX.length())))
                .toList();
    }

    /** The name that was probably meant, in parentheses; empty where none is near. */
    private String suggestion(String key) {
        String name = key.substring(Keys.PREFIX.length());
        return NearestName.of(name, all)
                .or(() -> NearestName.of(name.substring(name.indexOf('.') + 1), all))
                .map(near -> " (did you mean " + near + "?)")
                .orElse("");
    }

    private boolean isKnown(String key) {
        int dot = key.indexOf('.');
        return isOption(key) || (dot > 0 && isOption(key.substring(dot + 1)));
    }

    /** True for an option, be it with its provider's name before it. */
    private boolean isOption(String key) {
        int dot = key.indexOf('.');
        return all.contains(key) || (dot > 0 && isProviderOption(key.substring(0, dot), key.substring(dot + 1)));
    }

    private boolean isProviderOption(String name, String option) {
        Optional<FoundProvider> found = directory.found().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
        return found.map(provider ->
                        common.contains(option) || namesOf(provider.options()).contains(option))
                .orElseGet(() -> KnownArtifacts.isProviderName(name));
    }

    private static Set<String> namesOf(Collection<Option<?>> options) {
        Set<String> names = new HashSet<>();
        options.forEach(option -> names.add(option.name()));
        return names;
    }
}
