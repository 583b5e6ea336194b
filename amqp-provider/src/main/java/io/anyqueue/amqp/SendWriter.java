package io.anyqueue.amqp;

import java.util.function.Consumer;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.types.transport.SenderSettleMode;
import org.jspecify.annotations.Nullable;

/**
 * Writes the sends of one link, in the order of the calls, as far as the link's credit, the session's window and the socket go;
 * the rest waits in the queue. Belongs to the event loop, but for the buffers, which callers of send take from.
 *
 * <p>Invariant: at most one delivery is written in part, and nothing else is written while one is.
 */
final class SendWriter {
    private final Wire wire;
    private final Sender link;
    private final SendQueue queue;
    private final Consumer<Send> unasked;
    private final PayloadBuffers buffers = new PayloadBuffers();
    private @Nullable OutgoingDelivery partial;

    /** @param unasked hears of each send that was written and asks for no answer */
    SendWriter(Wire wire, Sender link, SendQueue queue, Consumer<Send> unasked) {
        this.wire = wire;
        this.link = link;
        this.queue = queue;
        this.unasked = unasked;
    }

    /** A buffer for a message of about that many bytes. By the caller of send. */
    ProtonBuffer buffer(int size) {
        return buffers.take(size);
    }

    /** Writes a send, or has it wait behind those that do. */
    void accept(Send send) {
        if (!queue.hasWaiting() && partial == null && mayWrite()) {
            write(send);
        } else {
            queue.await(send);
        }
    }

    private boolean mayWrite() {
        return link.isSendable() && wire.isWritable();
    }

    /** True where the peer has given credit and does not read what is sent for it. */
    boolean isStalled() {
        return link.isSendable() && !wire.isWritable();
    }

    private void write(Send send) {
        send.begin();
        OutgoingDelivery delivery = link.next();
        delivery.setLinkedResource(send);
        AmqpTransaction transaction = send.transaction();
        if (transaction != null) {
            delivery.disposition(transaction.state(), false);
        }
        boolean presettled = send.isPresettled() && link.getRemoteSenderSettleMode() != SenderSettleMode.UNSETTLED;
        if (presettled) {
            delivery.settle();
        }
        queue.written(send);
        writePayload(delivery, send);
    }

    private void writePayload(OutgoingDelivery delivery, Send send) {
        delivery.writeBytes(send.payload());
        if (delivery.isPartial()) {
            partial = delivery;
            return;
        }
        partial = null;
        buffers.giveBack(send.takePayload());
        if (delivery.isSettled()) {
            unasked.accept(send);
        }
    }

    /** Writes what waits: there is credit, or room in the socket. */
    void resume() {
        OutgoingDelivery begun = partial;
        if (begun != null && mayWrite()) {
            Send send = begun.getLinkedResource();
            if (send.isDone()) {
                abort(send);
            } else {
                writePayload(begun, send);
            }
        }
        while (partial == null && queue.hasWaiting() && mayWrite()) {
            write(queue.nextWaiting());
        }
        // The last send may have ended a closing sender.
        if (link.isLocallyOpen() && link.isDraining() && !queue.hasWaiting()) {
            link.drained();
        }
    }

    /** The rest of a send is not written any more, where some of it is. */
    void abort(Send send) {
        OutgoingDelivery begun = partial;
        if (begun != null && begun.getLinkedResource() == send) {
            begun.abort();
            partial = null;
        }
    }

    /** The link has ended. */
    void ended() {
        partial = null;
    }
}
