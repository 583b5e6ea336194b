package io.anyqueue.benchmarks;

import java.io.IOException;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.CodecFactory;
import org.apache.qpid.protonj2.codec.Decoder;
import org.apache.qpid.protonj2.codec.DecoderState;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.EncoderState;
import org.apache.qpid.protonj2.engine.Connection;
import org.apache.qpid.protonj2.engine.IncomingDelivery;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.engine.Receiver;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.engine.Session;
import org.apache.qpid.protonj2.engine.impl.ProtonDeliveryTagGenerator;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.ApplicationProperties;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.apache.qpid.protonj2.types.messaging.Properties;
import org.apache.qpid.protonj2.types.messaging.Rejected;
import org.apache.qpid.protonj2.types.messaging.Source;
import org.apache.qpid.protonj2.types.messaging.Target;

/**
 * The limit over AMQP: one thread that encodes, writes and reads with the protonj2 engine, the sections that AnyQueue sends,
 * and nothing that a client needs besides.
 */
final class EngineClient implements BareClient {
    private static final int CREDIT = 1_000;
    private static final Symbol QUEUE = Symbol.valueOf("queue");
    private static final Symbol[] OUTCOMES = {Accepted.DESCRIPTOR_SYMBOL, Rejected.DESCRIPTOR_SYMBOL};

    private final EngineWire wire;
    private final Session session;
    private final Sender sender;
    private final Workload workload;
    private final String queue;
    private final String text;
    private final Encoder encoder = CodecFactory.getDefaultEncoder();
    private final EncoderState encoderState = encoder.newEncoderState();
    private final Decoder decoder = CodecFactory.getDefaultDecoder();
    private final DecoderState decoderState = decoder.newDecoderState();
    private final MessageAnnotations annotations = new MessageAnnotations(
            Map.of(Symbol.valueOf("x-opt-jms-msg-type"), (byte) 5, Symbol.valueOf("x-opt-jms-dest"), (byte) 0));
    private long sent;
    private long answered;
    private long received;

    EngineClient(BrokerAddress broker, Workload workload, String queue) throws IOException {
        this.workload = workload;
        this.queue = queue;
        this.text = "x".repeat(workload.bodyChars());
        wire = new EngineWire(broker);
        Connection connection = wire.open(broker.host());
        session = connection.session().open();
        sender = session.sender("sender");
        sender.setSource(new Source().setAddress("sender").setOutcomes(OUTCOMES))
                .setTarget(new Target().setAddress(queue).setCapabilities(QUEUE))
                .setDeliveryTagGenerator(ProtonDeliveryTagGenerator.BUILTIN.SEQUENTIAL.createGenerator())
                .deliveryStateUpdatedHandler(this::answered);
        sender.open();
        wire.await(sender::isRemotelyOpen);
    }

    private void answered(OutgoingDelivery delivery) {
        if (!(delivery.getRemoteState() instanceof Accepted)) {
            throw new IllegalStateException("The broker answered " + delivery.getRemoteState());
        }
        answered++;
        delivery.settle();
    }

    @Override
    public void send(int count) throws IOException {
        long end = sent + count;
        while (answered < end) {
            while (sent < end && sender.isSendable()) {
                write();
            }
            wire.flush();
            if (answered < end) {
                wire.read();
            }
        }
    }

    @Override
    public void sendOne() throws IOException {
        send(1);
    }

    private void write() {
        try (ProtonBuffer buffer = ProtonBufferAllocator.defaultAllocator().allocate(256 + text.length())) {
            encoderState.reset();
            encoder.writeObject(
                    buffer,
                    encoderState,
                    new Header()
                            .setDurable(workload.delivery() == Workload.Delivery.PERSISTENT)
                            .setPriority((byte) 4));
            encoder.writeObject(buffer, encoderState, annotations);
            encoder.writeObject(
                    buffer,
                    encoderState,
                    new Properties()
                            .setMessageId("ID:engine:" + sent)
                            .setTo(queue)
                            .setCreationTime(System.currentTimeMillis()));
            encoder.writeObject(
                    buffer, encoderState, new ApplicationProperties(Map.of(Messages.PROPERTY, (int) (sent % 10))));
            encoder.writeObject(buffer, encoderState, new AmqpValue<>(text));
            sender.next().writeBytes(buffer);
            sent++;
        }
    }

    @Override
    public void receive(int count, Meter meter) throws IOException {
        meter.begin();
        drain(count);
        meter.end(count);
    }

    @Override
    public void drain(int count) throws IOException {
        received = 0;
        Receiver receiver = session.receiver("receiver-" + sent);
        receiver.setSource(new Source().setAddress(queue).setOutcomes(OUTCOMES).setCapabilities(QUEUE))
                .setTarget(new Target().setAddress("receiver"))
                .deliveryReadHandler(this::take);
        receiver.open();
        receiver.addCredit(CREDIT);
        wire.await(() -> {
            if (receiver.getCredit() <= CREDIT / 2) {
                receiver.addCredit(CREDIT - receiver.getCredit());
            }
            return received >= count;
        });
        receiver.close();
        wire.await(receiver::isRemotelyClosed);
    }

    private void take(IncomingDelivery delivery) {
        if (delivery.isPartial()) {
            return;
        }
        ProtonBuffer payload = delivery.readAll();
        boolean body = false;
        while (payload.isReadable()) {
            body |= decoder.readObject(payload, decoderState) instanceof AmqpValue;
        }
        payload.close();
        if (!body) {
            throw new IllegalStateException("A message came without body");
        }
        received++;
        delivery.disposition(Accepted.getInstance(), true);
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
