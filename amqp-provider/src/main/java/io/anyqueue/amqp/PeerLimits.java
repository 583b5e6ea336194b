package io.anyqueue.amqp;

import org.apache.qpid.protonj2.engine.EngineHandler;
import org.apache.qpid.protonj2.engine.EngineHandlerContext;
import org.apache.qpid.protonj2.engine.EnginePipeline;
import org.apache.qpid.protonj2.engine.IncomingAMQPEnvelope;
import org.apache.qpid.protonj2.types.transport.Attach;
import org.apache.qpid.protonj2.types.transport.Begin;
import org.apache.qpid.protonj2.types.transport.Flow;
import org.apache.qpid.protonj2.types.transport.Open;
import org.jspecify.annotations.Nullable;

/**
 * What the peer says and the engine does not tell: how many sessions and links it takes, and its delivery counts. Read from
 * the frames on their way in. Belongs to the event loop.
 */
final class PeerLimits implements EngineHandler {
    private static final String PERFORMATIVES = "amqp";

    private @Nullable Object frame;
    private int channelMax = 65_535;
    private long handleMax = 0xFFFFFFFFL;

    /** Puts itself where incoming frames are decoded and the engine has not consumed them yet. */
    static PeerLimits in(EnginePipeline pipeline) {
        PeerLimits limits = new PeerLimits();
        EngineHandler consumer = pipeline.find(PERFORMATIVES);
        pipeline.remove(PERFORMATIVES);
        pipeline.addFirst("peer-limits", limits);
        pipeline.addFirst(PERFORMATIVES, consumer);
        return limits;
    }

    /** The highest channel number that the peer takes. */
    int channelMax() {
        return channelMax;
    }

    /** The highest link handle that the peer takes: the lowest of all sessions, which peers do not make differ. */
    long handleMax() {
        return handleMax;
    }

    /** The delivery count in the frame that is being read, where that is the answer to a drain; else null. */
    @Nullable
    Integer drainedAt() {
        return frame instanceof Flow flow && flow.getDrain() ? (Integer) (int) flow.getDeliveryCount() : null;
    }

    /** The delivery count at which a sending peer begins, while its attach is being read; else 0. */
    int initialDeliveryCount() {
        return frame instanceof Attach attach ? (int) attach.getInitialDeliveryCount() : 0;
    }

    @Override
    public void handleRead(EngineHandlerContext context, IncomingAMQPEnvelope envelope) {
        if (envelope.getBody() instanceof Begin begin) {
            handleMax = Math.min(handleMax, begin.getHandleMax());
        } else if (envelope.getBody() instanceof Open open) {
            channelMax = open.getChannelMax();
        }
        frame = envelope.getBody();
        try {
            context.fireRead(envelope);
        } catch (RuntimeException e) {
            // The decoder before this would stop in silence: what the engine throws at a frame ends the connection.
            context.engine().engineFailed(e);
            throw e;
        } finally {
            frame = null;
        }
    }
}
