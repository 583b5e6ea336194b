package io.anyqueue.amqp;

import org.apache.qpid.protonj2.engine.EngineHandler;
import org.apache.qpid.protonj2.engine.EngineHandlerContext;
import org.apache.qpid.protonj2.engine.EnginePipeline;
import org.apache.qpid.protonj2.engine.IncomingAMQPEnvelope;
import org.apache.qpid.protonj2.engine.impl.ProtonConstants;
import org.apache.qpid.protonj2.types.transport.Open;

/**
 * Bounds the maximum frame size that the peer announces, and the engine keeps to. One below the least that AMQP allows is taken for
 * that least one, or the engine could write no frame: Qpid Broker-J announces 0 where it opens a connection only to say why it
 * closes it. And over WebSocket, where each frame goes in a message of its own, brokers take smaller messages than they announce
 * frames: Artemis 64 KiB. Sits between the decoder and the engine and belongs to the event loop.
 */
final class FrameSizes implements EngineHandler {
    /** No bound but what the peer announces. */
    static final long ANY = 0xFFFFFFFFL;

    static final long OVER_WEB_SOCKET = 65_536;

    private static final int LEAST = 512;

    private final long most;

    private FrameSizes(long most) {
        this.most = most;
    }

    /** Puts one before the handler that acts on performatives, which is the first of a new pipeline. */
    static void bound(EnginePipeline pipeline, long most) {
        EngineHandler performatives = pipeline.first();
        pipeline.removeFirst();
        pipeline.addFirst("frame-sizes", new FrameSizes(most));
        pipeline.addFirst(ProtonConstants.AMQP_PERFORMATIVE_HANDLER, performatives);
    }

    @Override
    public void handleRead(EngineHandlerContext context, IncomingAMQPEnvelope envelope) {
        if (envelope.getBody() instanceof Open open) {
            long announced = open.hasMaxFrameSize() ? open.getMaxFrameSize() : ANY;
            if (announced < LEAST || announced > most) {
                open.setMaxFrameSize(Math.max(LEAST, Math.min(announced, most)));
            }
        }
        context.fireRead(envelope);
    }
}
