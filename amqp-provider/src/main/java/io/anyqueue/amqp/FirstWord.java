package io.anyqueue.amqp;

import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.EngineHandler;
import org.apache.qpid.protonj2.engine.EngineHandlerContext;

/** Knows whether the peer has said anything to the engine, and whether it began in TLS. Belongs to the event loop. */
final class FirstWord implements EngineHandler {
    /** The types of records, RFC 8446, section 5.1. */
    private static final int CHANGE_CIPHER_SPEC = 20;

    private static final int APPLICATION_DATA = 23;

    private boolean heard;
    private boolean tls;

    boolean isHeard() {
        return heard;
    }

    /** True where the engine was given what only TLS begins with. */
    boolean isTls() {
        return tls;
    }

    @Override
    public void handleRead(EngineHandlerContext context, ProtonBuffer buffer) {
        if (!heard && buffer.isReadable()) {
            heard = true;
            int first = buffer.getByte(buffer.getReadOffset());
            tls = first >= CHANGE_CIPHER_SPEC && first <= APPLICATION_DATA;
        }
        context.fireRead(buffer);
    }
}
