package io.anyqueue.amqp;

import org.apache.qpid.protonj2.engine.AMQPPerformativeEnvelopePool;
import org.apache.qpid.protonj2.engine.EngineHandler;
import org.apache.qpid.protonj2.engine.EngineHandlerContext;
import org.apache.qpid.protonj2.engine.HeaderEnvelope;
import org.apache.qpid.protonj2.engine.OutgoingAMQPEnvelope;
import org.apache.qpid.protonj2.types.transport.DeliveryState;
import org.apache.qpid.protonj2.types.transport.Disposition;
import org.apache.qpid.protonj2.types.transport.Role;
import org.jspecify.annotations.Nullable;

/**
 * Joins the dispositions that the engine writes for one delivery each into ranges. Sits where the engine's frames enter its
 * pipeline and belongs to the event loop.
 *
 * <p>A disposition waits here until one comes that does not continue it, any other frame is written, or the burst ends,
 * so the order of frames stays as the engine wrote them.
 */
final class SettlementRanges implements EngineHandler {
    private final AMQPPerformativeEnvelopePool<OutgoingAMQPEnvelope> envelopes =
            AMQPPerformativeEnvelopePool.outgoingEnvelopePool();

    private @Nullable EngineHandlerContext waitingIn;
    private int channel;
    private Role role = Role.RECEIVER;
    private long first;
    private long last;
    private boolean settled;
    private @Nullable DeliveryState state;

    @Override
    public void handleWrite(EngineHandlerContext context, OutgoingAMQPEnvelope envelope) {
        if (!(envelope.getBody() instanceof Disposition disposition) || disposition.hasLast()) {
            flush();
            context.fireWrite(envelope);
            return;
        }
        if (!continues(disposition, envelope.getChannel())) {
            flush();
            begin(context, disposition, envelope.getChannel());
        }
        last = disposition.getFirst();
        // The engine reuses the envelope and the disposition; what they say is kept here.
        envelope.handleOutgoingFrameWriteComplete();
    }

    @Override
    public void handleWrite(EngineHandlerContext context, HeaderEnvelope envelope) {
        flush();
        context.fireWrite(envelope);
    }

    /** Writes what waits. */
    void flush() {
        EngineHandlerContext context = waitingIn;
        if (context == null) {
            return;
        }
        waitingIn = null;
        Disposition range = new Disposition()
                .setRole(role)
                .setFirst(first)
                .setSettled(settled)
                .setState(state);
        if (last != first) {
            range.setLast(last);
        }
        state = null;
        context.fireWrite(envelopes.take(range, channel, null));
    }

    private boolean continues(Disposition next, int nextChannel) {
        return waitingIn != null
                && nextChannel == channel
                && next.getRole() == role
                && next.getFirst() == last + 1
                && next.getSettled() == settled
                && next.getState() == state;
    }

    private void begin(EngineHandlerContext context, Disposition disposition, int onChannel) {
        waitingIn = context;
        channel = onChannel;
        role = disposition.getRole();
        first = disposition.getFirst();
        settled = disposition.getSettled();
        state = disposition.getState();
    }
}
