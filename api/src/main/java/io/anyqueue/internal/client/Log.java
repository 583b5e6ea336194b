package io.anyqueue.internal.client;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one logger of the client side; each line names the connection, session or destination that it is about. */
final class Log {
    static final Logger CLIENT = LoggerFactory.getLogger("io.anyqueue.client");

    private Log() {}
}
