package io.anyqueue.internal.config;

import io.anyqueue.spi.Option;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds names outside URLs that mean nothing, which are mostly typing errors. They are logged and not refused: a file may hold
 * settings of providers that are absent, and of system properties and environment variables, which others name as they like,
 * only those are told that resemble one of ours. Confined to one resolution, other than the record of what was logged.
 */
final class UnknownKeys {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownKeys.class);
    /** Bounds the record of warnings; beyond it, nothing more is logged. */
    private static final int MOST_WARNINGS = 1000;

    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private final ProviderDirectory directory;
    private final Set<String> common = namesOf(OptionCatalog.common());
    private final Set<String> all = new HashSet<>(common);
    private final Set<String> variables;

    UnknownKeys(ProviderDirectory directory) {
        this.directory = directory;
        directory.found().forEach(provider -> all.addAll(namesOf(provider.options())));
        all.add(Keys.URL);
        variables = all.stream().map(Keys::environmentVariable).collect(Collectors.toSet());
    }

    /** Logs each unknown name once in the life of this class. */
    void warnOnce(Surroundings surroundings) {
        PropertiesFile file = surroundings.file();
        if (file != null) {
            inFile(file).forEach(key -> warnOnce(file.location() + ": key " + key, suggestion(key)));
        }
        inSystemProperties(surroundings.systemProperties())
                .forEach(key -> warnOnce("System property " + key, suggestion(key)));
        inEnvironment(surroundings.environment())
                .forEach(variable -> warnOnce("Environment variable " + variable, variableSuggestion(variable)));
    }

    private void warnOnce(String what, Optional<String> suggestion) {
        if (WARNED.size() < MOST_WARNINGS && WARNED.add(what)) {
            LOG.warn(
                    "{} is ignored{}: it belongs to no option of AnyQueue or of the providers on the class path ({})",
                    what,
                    suggestion.map(near -> " (did you mean " + near + "?)").orElse(""),
                    directory.found().stream().map(FoundProvider::name).toList());
        }
    }

    List<String> inFile(PropertiesFile file) {
        return file.values().keySet().stream().filter(this::isUnknown).toList();
    }

    List<String> inSystemProperties(Collection<String> keys) {
        return keys.stream()
                .filter(this::isUnknown)
                .filter(key -> suggestion(key).isPresent())
                .sorted()
                .toList();
    }

    List<String> inEnvironment(Collection<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(Keys.VARIABLE_PREFIX))
                .filter(name -> !isVariable(name.substring(Keys.VARIABLE_PREFIX.length())))
                .filter(name -> variableSuggestion(name).isPresent())
                .sorted()
                .toList();
    }

    private boolean isUnknown(String key) {
        return key.startsWith(Keys.PREFIX) && !isKnown(key.substring(Keys.PREFIX.length()));
    }

    /** The name that was probably meant. */
    private Optional<String> suggestion(String key) {
        String name = key.substring(Keys.PREFIX.length());
        return NearestName.of(name, all).or(() -> NearestName.of(name.substring(name.indexOf('.') + 1), all));
    }

    private Optional<String> variableSuggestion(String variable) {
        String name = variable.substring(Keys.VARIABLE_PREFIX.length());
        String scope = name.substring(0, name.indexOf('_') + 1);
        return NearestName.of(name, variables)
                .or(() -> NearestName.of(name.substring(scope.length()), variables)
                        .map(near -> scope + near))
                .map(near -> Keys.VARIABLE_PREFIX + near);
    }

    /** True for an option, whatever names of a connection and a provider, which may hold the separator too, come before it. */
    private boolean isVariable(String name) {
        boolean found = variables.contains(name);
        for (int from = name.indexOf('_'); !found && from >= 0; from = name.indexOf('_', from + 1)) {
            found = variables.contains(name.substring(from + 1));
        }
        return found;
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
