package io.anyqueue.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a provider is told to connect to.
 *
 * @param url the whole URL, whose query has already gone into {@code settings}
 * @param host the one host to try now; null where the scheme has none
 * @param user null for anonymous
 * @param password null for none
 * @param settings the values of {@link ClientOptions} and of the provider's own options
 * @param recovery whether it is for a connection that existed and was lost
 * @param connectionName unique in this JVM; used in names of threads and in logs
 * @param loss where the peer has named another host as it ended the connection that this one is to replace, what its provider
 *     told of that: the provider goes to that host in place of {@code host}; else null
 */
public record ConnectRequest(
        BrokerUrl url,
        BrokerUrl.@Nullable Host host,
        @Nullable String user,
        @Nullable String password,
        Settings settings,
        boolean recovery,
        String connectionName,
        @Nullable ConnectionLostException loss) {

    /** To go to {@code host}. */
    public ConnectRequest(
            BrokerUrl url,
            BrokerUrl.@Nullable Host host,
            @Nullable String user,
            @Nullable String password,
            Settings settings,
            boolean recovery,
            String connectionName) {
        this(url, host, user, password, settings, recovery, connectionName, null);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ConnectRequest[" + url + ", host=" + host + ", user=" + user + ", connection=" + connectionName + ']';
    }
}
