package io.anyqueue.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.SenderOptions;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.exceptions.ClientException;

/** Rounds over protonj2-client, the client library of the Qpid project that has an API of its own. */
final class ProtonClient implements BareClient {
    private static final int WINDOW = 2_000;
    private static final int CREDIT = 1_000;
    /** Makes Artemis create a queue where it would create a topic. */
    private static final String QUEUE = "queue";

    private static final long PATIENCE_SECONDS = 30;

    private final Client client = Client.create();
    private final Connection connection;
    private final Workload workload;
    private final String queue;
    private final String text;
    private final Sender sender;
    private final Deque<Tracker> unanswered = new ArrayDeque<>();
    private int number;

    ProtonClient(BrokerAddress broker, Workload workload, String queue) throws ClientException {
        this.workload = workload;
        this.queue = queue;
        this.text = "x".repeat(workload.bodyChars());
        ConnectionOptions options = new ConnectionOptions();
        if (broker.user() != null) {
            options.user(broker.user()).password(broker.password());
        }
        connection = client.connect(broker.host(), broker.port(), options);
        SenderOptions sending = new SenderOptions();
        sending.targetOptions().capabilities(QUEUE);
        sender = connection.openSender(queue, sending);
    }

    @Override
    public void send(int count) throws ClientException {
        for (int i = 0; i < count; i++) {
            unanswered.add(sender.send(next()));
            if (unanswered.size() >= WINDOW) {
                awaitAnswer(unanswered.remove());
            }
        }
        while (!unanswered.isEmpty()) {
            awaitAnswer(unanswered.remove());
        }
    }

    @Override
    public void sendOne() throws ClientException {
        awaitAnswer(sender.send(next()));
    }

    private static void awaitAnswer(Tracker tracker) throws ClientException {
        tracker.awaitAccepted(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private Message<String> next() throws ClientException {
        Message<String> message = Message.create(text);
        message.durable(workload.delivery() == Workload.Delivery.PERSISTENT);
        message.property(Messages.PROPERTY, number++ % 10);
        return message;
    }

    @Override
    public void receive(int count, Meter meter) throws ClientException {
        Receiver receiver = openReceiver();
        meter.begin();
        take(receiver, count);
        meter.end(count);
        receiver.close();
    }

    private Receiver openReceiver() throws ClientException {
        ReceiverOptions receiving = new ReceiverOptions().creditWindow(CREDIT);
        receiving.sourceOptions().capabilities(QUEUE);
        return connection.openReceiver(queue, receiving);
    }

    @Override
    public void drain(int count) throws ClientException {
        Receiver receiver = openReceiver();
        take(receiver, count);
        receiver.close();
    }

    private static void take(Receiver receiver, int count) throws ClientException {
        for (int i = 0; i < count; i++) {
            Delivery delivery = receiver.receive(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (delivery == null) {
                throw new ClientException("Only " + i + " of " + count + " messages came");
            }
            // Decodes the body and properties, as an application would.
            Message<String> message = delivery.message();
            if (message.body() == null || !message.hasProperty(Messages.PROPERTY)) {
                throw new ClientException("A message came without body or property");
            }
        }
    }

    @Override
    public void close() {
        connection.close();
        client.close();
    }
}
