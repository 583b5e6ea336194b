package io.anyqueue.amqp;

import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.EngineHandler;
import org.apache.qpid.protonj2.engine.EngineHandlerContext;

/** Knows whether the peer has said anything that may be AMQP: eight bytes or more. Belongs to the event loop. */
final class FirstWord implements EngineHandler {
    private boolean heard;

    boolean isHeard() {
        return heard;
    }

    @Override
    public void handleRead(EngineHandlerContext context, ProtonBuffer buffer) {
        heard = true;
        context.fireRead(buffer);
    }
}
