package io.anyqueue.interop;

import jakarta.jms.ConnectionFactory;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.SingleConnectionFactory;

/**
 * A connection factory as an application would have it, with what closes its connections.
 *
 * @param factory AnyQueue's own or one that wraps it
 * @param release closes what the wrapper holds open
 */
record Client(ConnectionFactory factory, Runnable release) implements AutoCloseable {

    @Override
    public void close() {
        release.run();
    }

    /** How a client shares connections. */
    enum Handling {
        PLAIN {
            @Override
            Client of(ConnectionFactory factory) {
                return new Client(factory, () -> {});
            }
        },
        SINGLE {
            @Override
            Client of(ConnectionFactory factory) {
                SingleConnectionFactory single = new SingleConnectionFactory(factory);
                single.setReconnectOnException(true);
                return new Client(single, single::destroy);
            }
        },
        CACHING {
            @Override
            Client of(ConnectionFactory factory) {
                CachingConnectionFactory caching = new CachingConnectionFactory(factory);
                caching.setSessionCacheSize(4);
                return new Client(caching, caching::destroy);
            }
        },
        POOLED {
            @Override
            Client of(ConnectionFactory factory) {
                JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
                pool.setConnectionFactory(factory);
                pool.setMaxConnections(2);
                return new Client(pool, pool::stop);
            }
        };

        abstract Client of(ConnectionFactory factory);
    }
}
