package io.anyqueue.amqp;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.engine.Session;
import org.apache.qpid.protonj2.engine.impl.ProtonDeliveryTagGenerator;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.apache.qpid.protonj2.types.transport.SenderSettleMode;
import org.jspecify.annotations.Nullable;

/** The session and the pair of links of one name over which management requests go and come back. Owned by the event loop. */
final class ManagementLinks {
    private static final String NODE = "/management";
    private static final int CREDIT = 100;

    private final Channels channels;
    private final Session session;
    private final Sender sender;
    private final Receiver receiver;
    private final Consumer<ManagementResponse> responses;
    private @Nullable ManagementRequest unsent;
    private @Nullable Consumer<@Nullable ErrorCondition> ended;

    /** @param ended called once, when the broker has ended the session or a link */
    ManagementLinks(
            AmqpConnection connection,
            Consumer<ManagementResponse> responses,
            Consumer<@Nullable ErrorCondition> ended) {
        this.responses = responses;
        this.ended = ended;
        this.channels = connection.channels();
        this.session = channels.next();
        String name = connection.nextLinkName("management");
        Map<Symbol, Object> paired = Map.of(Symbol.valueOf("paired"), true);
        session.closeHandler(closed -> {
                    channels.ended(closed);
                    remotelyEnded(closed.getRemoteCondition());
                })
                .open();
        receiver = session.receiver(name);
        receiver.setSource(new Source().setAddress(NODE))
                .setTarget(new Target().setAddress(NODE))
                .setSenderSettleMode(SenderSettleMode.SETTLED)
                .setProperties(paired)
                .openHandler(opened -> {
                    opened.addCredit(CREDIT);
                    sendUnsent();
                })
                .deliveryReadHandler(this::read)
                .closeHandler(closed -> remotelyEnded(closed.getRemoteCondition()))
                .detachHandler(detached -> remotelyEnded(detached.getRemoteCondition()))
                .open();
        sender = session.sender(name);
        sender.setSource(new Source().setAddress(NODE))
                .setTarget(new Target().setAddress(NODE))
                .setSenderSettleMode(SenderSettleMode.SETTLED)
                .setProperties(paired)
                .setDeliveryTagGenerator(ProtonDeliveryTagGenerator.BUILTIN.SEQUENTIAL.createGenerator())
                .creditStateUpdateHandler(updated -> sendUnsent())
                .closeHandler(closed -> remotelyEnded(closed.getRemoteCondition()))
                .detachHandler(detached -> remotelyEnded(detached.getRemoteCondition()))
                .open();
    }

    /** Sends a request when there is credit; one at a time. */
    void send(ManagementRequest request) {
        unsent = request;
        sendUnsent();
    }

    private void sendUnsent() {
        ManagementRequest request = unsent;
        if (request == null || !sender.isSendable() || !receiver.isRemotelyOpen()) {
            return;
        }
        unsent = null;
        try (ProtonBuffer message = request.encode()) {
            OutgoingDelivery delivery = sender.next();
            delivery.settle();
            delivery.writeBytes(message);
        }
    }

    private void read(IncomingDelivery delivery) {
        if (delivery.isPartial()) {
            return;
        }
        delivery.settle();
        if (receiver.getCredit() < CREDIT / 2) {
            receiver.addCredit(CREDIT / 2);
        }
        try (ProtonBuffer payload = delivery.readAll()) {
            if (payload != null) {
                responses.accept(ManagementRequest.decode(payload));
            }
        }
    }

    private void remotelyEnded(@Nullable ErrorCondition condition) {
        channels.close(session);
        Consumer<@Nullable ErrorCondition> observer = ended;
        if (observer != null) {
            ended = null;
            observer.accept(condition);
        }
    }

    void close() {
        ended = null;
        channels.close(session);
    }
}
