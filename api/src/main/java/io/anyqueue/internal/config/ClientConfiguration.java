package io.anyqueue.internal.config;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectionStateListener;
import io.anyqueue.spi.MessagingProvider;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.Settings;
import org.jspecify.annotations.Nullable;

/**
 * What the JMS objects need to make one connection. Immutable; {@link #toString} masks secrets.
 *
 * @param settings a value for every option that was set; user, password and client id in them are those of the factory
 *     and may differ from the components here, which count
 * @param user null for anonymous
 * @param password null for none
 * @param clientId null where the application may set one
 * @param listener null where nobody listens
 */
public record ClientConfiguration(
        MessagingProvider provider,
        BrokerUrl url,
        Settings settings,
        @Nullable String user,
        @Nullable String password,
        @Nullable String clientId,
        @Nullable ConnectionStateListener listener) {

    /** With the user, password and client id that were configured. An empty user or client id is none. */
    public static ClientConfiguration of(ResolvedConfiguration resolved, @Nullable ConnectionStateListener listener) {
        Settings settings = resolved.settings();
        return new ClientConfiguration(
                resolved.provider(),
                resolved.url(),
                settings,
                nonEmpty(settings, ClientOptions.USERNAME),
                settings.find(ClientOptions.PASSWORD),
                nonEmpty(settings, ClientOptions.CLIENT_ID),
                listener);
    }

    /** The same for another user. */
    public ClientConfiguration withCredentials(@Nullable String newUser, @Nullable String newPassword) {
        return new ClientConfiguration(provider, url, settings, newUser, newPassword, clientId, listener);
    }

    private static @Nullable String nonEmpty(Settings settings, Option<String> option) {
        String value = settings.find(option);
        return value == null || value.isEmpty() ? null : value;
    }

    @Override
    public String toString() {
        return "ClientConfiguration[" + url + ", provider=" + provider.name() + ", user=" + user + ", clientId="
                + clientId + ", settings=" + settings + ']';
    }
}
