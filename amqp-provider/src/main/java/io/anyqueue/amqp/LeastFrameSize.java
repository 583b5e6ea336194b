package io.anyqueue.amqp;

import org.apache.qpid.protonj2.engine.EngineHandler;
import org.apache.qpid.protonj2.engine.EngineHandlerContext;
import org.apache.qpid.protonj2.engine.EnginePipeline;
import org.apache.qpid.protonj2.engine.IncomingAMQPEnvelope;
import org.apache.qpid.protonj2.engine.impl.ProtonConstants;
import org.apache.qpid.protonj2.types.transport.Open;

/**
 * Takes a maximum frame size below the least that AMQP allows for that least one, or the engine could write no frame. Qpid
 * Broker-J announces 0 where it opens a connection only to say why it closes it. Sits between the decoder and the engine
 * and belongs to the event loop.
 */
final class LeastFrameSize implements EngineHandler {
    private static final int LEAST = 512;

    private LeastFrameSize() {}

    /** Puts one before the handler that acts on performatives, which is the first of a new pipeline. */
    static void addTo(EnginePipeline pipeline) {
        EngineHandler performatives = pipeline.first();
        pipeline.removeFirst();
        pipeline.addFirst("least-frame-size", new LeastFrameSize());
        pipeline.addFirst(ProtonConstants.AMQP_PERFORMATIVE_HANDLER, performatives);
    }

    @Override
    public void handleRead(EngineHandlerContext context, IncomingAMQPEnvelope envelope) {
        if (envelope.getBody() instanceof Open open && open.hasMaxFrameSize() && open.getMaxFrameSize() < LEAST) {
            open.setMaxFrameSize(LEAST);
        }
        context.fireRead(envelope);
    }
}
