package io.anyqueue.internal.config;

import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.MessagingProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The providers that were found, and the choice among them by URL scheme. Immutable.
 *
 * @param found in the order of the class loaders
 * @param failures what could not be loaded, in words
 */
record ProviderDirectory(List<FoundProvider> found, List<String> failures) {

    /**
     * The provider for a URL.
     *
     * @param wanted the value of {@link OptionCatalog#PROVIDER}, where it was given
     * @throws ConfigurationException where there is none, more than one, or one made for another contract
     */
    FoundProvider choose(UrlChoice choice, Optional<FoundValue> wanted) {
        String scheme = choice.url().scheme();
        List<FoundProvider> serving = found.stream()
                .filter(each -> each.schemes().contains(scheme))
                .filter(each ->
                        wanted.isEmpty() || each.isCalled(wanted.get().text().strip()))
                .toList();
        List<FoundProvider> fitting =
                serving.stream().filter(FoundProvider::hasOurContract).toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String problem = problem(scheme, wanted, serving, fitting);
        throw new ConfigurationException(
                "URL scheme \"" + scheme + "\" (" + choice.origin() + "): " + problem + listing());
    }

    private static String problem(
            String scheme, Optional<FoundValue> wanted, List<FoundProvider> serving, List<FoundProvider> fitting) {
        if (fitting.size() > 1) {
            return "several providers serve it: remove all but one from the class path, or name one with the system"
                    + " property anyqueue.provider (its name, or its class where names are the same)";
        }
        if (!serving.isEmpty()) {
            FoundProvider other = serving.get(0);
            return "provider " + other.name() + ' ' + other.version() + " was made for contract version "
                    + other.contractVersion() + ", expected " + MessagingProvider.CONTRACT_VERSION
                    + ": use versions of anyqueue-api and of the provider that were released together";
        }
        if (wanted.isPresent()) {
            return "no provider called " + Text.quote(wanted.get().text()) + " serves it, as "
                    + wanted.get().origin() + " asks: correct that value or remove it";
        }
        return "no provider serves it: "
                + KnownArtifacts.forScheme(scheme)
                        .map(artifact -> "add the dependency " + artifact + " to the class path")
                        .orElse("correct the scheme, or add the dependency that brings its provider to the class path");
    }

    private String listing() {
        String providers = found.isEmpty()
                ? ". No providers were found"
                : ". Providers found: "
                        + found.stream().map(FoundProvider::toString).collect(Collectors.joining("; "));
        return failures.isEmpty() ? providers : providers + ". Not loaded: " + String.join("; ", failures);
    }
}
