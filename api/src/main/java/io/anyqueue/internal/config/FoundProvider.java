package io.anyqueue.internal.config;

import io.anyqueue.spi.MessagingProvider;
import io.anyqueue.spi.Option;
import java.security.CodeSource;
import java.util.List;
import java.util.Set;

/**
 * A provider and what it said about itself when it was found. Immutable.
 *
 * @param location the jar or folder that it came from
 */
record FoundProvider(
        MessagingProvider provider,
        int contractVersion,
        String name,
        String version,
        Set<String> schemes,
        List<Option<?>> options,
        String location) {

    static FoundProvider of(MessagingProvider provider) {
        return new FoundProvider(
                provider,
                provider.contractVersion(),
                provider.name(),
                provider.version(),
                Set.copyOf(provider.schemes()),
                List.copyOf(provider.options()),
                location(provider));
    }

    boolean hasOurContract() {
        return contractVersion == MessagingProvider.CONTRACT_VERSION;
    }

    /** True where {@code wanted} is the provider's name or class. */
    boolean isCalled(String wanted) {
        return name.equals(wanted) || provider.getClass().getName().equals(wanted);
    }

    private static String location(MessagingProvider provider) {
        CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? "unknown location"
                : source.getLocation().toString();
    }

    /** Name, version, schemes, class and place, for messages to people. */
    @Override
    public String toString() {
        String contract = hasOurContract() ? "" : ", made for contract version " + contractVersion;
        return name + ' ' + version + " for "
                + String.join(", ", schemes.stream().sorted().toList()) + " ("
                + provider.getClass().getName() + ", " + location + contract + ')';
    }
}
