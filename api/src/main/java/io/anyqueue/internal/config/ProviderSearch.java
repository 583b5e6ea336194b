package io.anyqueue.internal.config;

import io.anyqueue.spi.MessagingProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Looks for providers with {@link ServiceLoader}, one class loader after the other. A class found by several counts once,
 * as the first one gave it. One that cannot be loaded is noted and does not hide the others. Confined to one resolution.
 */
final class ProviderSearch {
    /** The service loader may fail in the same way for ever, such as on an unreadable class path. */
    private static final int MOST_FAILURES = 100;

    private final Map<String, FoundProvider> found = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    private ProviderSearch() {}

    static ProviderDirectory in(List<ClassLoader> loaders) {
        ProviderSearch search = new ProviderSearch();
        loaders.forEach(search::searchIn);
        return new ProviderDirectory(List.copyOf(search.found.values()), List.copyOf(search.failures));
    }

    private void searchIn(ClassLoader loader) {
        Iterator<MessagingProvider> providers =
                ServiceLoader.load(MessagingProvider.class, loader).iterator();
        int failed = 0;
        while (failed < MOST_FAILURES) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                add(providers.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                failed++;
                note(describe(e));
            }
        }
    }

    private void add(MessagingProvider provider) {
        String className = provider.getClass().getName();
        if (found.containsKey(className)) {
            return;
        }
        try {
            found.put(className, FoundProvider.of(provider));
        } catch (RuntimeException | LinkageError e) {
            note(className + " does not describe itself: " + describe(e));
        }
    }

    private void note(String failure) {
        if (!failures.contains(failure)) {
            failures.add(failure);
        }
    }

    private static String describe(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.toString() : failure + " (" + cause + ')';
    }
}
