package io.anyqueue.benchmarks;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a broker is, for clients that take no URL, and who asks; user and password are null where nobody is asked for. */
record BrokerAddress(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {

    /** Reads {@code amqp://user:password@host:port}. */
    static BrokerAddress of(String url) {
        URI uri = URI.create(url);
        String information = uri.getUserInfo();
        String[] account = information == null ? new String[] {null, null} : information.split(":", 2);
        return new BrokerAddress(uri.getHost(), uri.getPort(), account[0], account[1]);
    }
}
