package io.anyqueue.internal.config;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Settings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the text of one option, in the order of the package comment. Confined to one resolution. */
final class OptionLookup {
    private final ConfigurationRequest request;
    private final BrokerUrl url;
    private final Surroundings surroundings;

    OptionLookup(ConfigurationRequest request, BrokerUrl url, Surroundings surroundings) {
        this.request = request;
        this.url = url;
        this.surroundings = surroundings;
    }

    /**
     * The value that counts.
     *
     * @param provider the chosen provider's name; null while it is being chosen
     */
    Optional<FoundValue> find(String option, @Nullable String provider) {
        return given(request.options(), option, Settings.BUILDER)
                .or(() -> userInformation(option))
                .or(() -> given(url.query(), option, Settings.URL))
                .or(() -> surrounding(option, provider));
    }

    private Optional<FoundValue> surrounding(String option, @Nullable String provider) {
        return Keys.scopes(request.connectionName()).stream()
                .flatMap(scope -> surroundings.find(Keys.of(scope, provider, option)).stream())
                .findFirst();
    }

    private Optional<FoundValue> userInformation(String option) {
        String value = null;
        if (option.equals(ClientOptions.USERNAME.name())) {
            value = url.user();
        } else if (option.equals(ClientOptions.PASSWORD.name())) {
            value = url.password();
        }
        return Optional.ofNullable(value).map(text -> new FoundValue(text, Settings.URL, true));
    }

    private static Optional<FoundValue> given(Map<String, String> values, String option, String origin) {
        return Optional.ofNullable(values.get(option)).map(text -> new FoundValue(text, origin, true));
    }
}
