package io.anyqueue.inmemory;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.MessageSelector;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.Settings;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One connection with one session, opened step by step through the contract, with calls that wait for the answer. */
final class Client {
    final List<ConnectionLostException> losses = new CopyOnWriteArrayList<>();
    final ProviderConnection connection;
    final Capabilities capabilities;
    final ProviderSession session;
    final List<ConnectionLostException> sessionLosses = new CopyOnWriteArrayList<>();

    private Client(ConnectRequest request, String clientId) throws JMSException {
        connection = connect(request, losses);
        Answer<Capabilities> opened = new Answer<>();
        connection.open(clientId, opened);
        capabilities = opened.get();
        session = newSession();
    }

    static Client of(InMemoryBroker broker) throws JMSException {
        return of(broker, null);
    }

    static Client of(InMemoryBroker broker, String clientId) throws JMSException {
        return new Client(request(broker, null, null, Settings.defaults()), clientId);
    }

    static Client of(InMemoryBroker broker, String user, String password) throws JMSException {
        return new Client(request(broker, user, password, Settings.defaults()), null);
    }

    static Client withSendTimeout(InMemoryBroker broker, Duration timeout) throws JMSException {
        Settings settings = Settings.defaults().with(ClientOptions.SEND_TIMEOUT, timeout, "test");
        return new Client(request(broker, null, null, settings), null);
    }

    static ConnectRequest request(InMemoryBroker broker, String user, String password, Settings settings) {
        BrokerUrl url = new BrokerUrl("inmemory", null, null, List.of(), broker.name(), Map.of());
        return new ConnectRequest(url, null, user, password, settings, false, "test");
    }

    static ProviderConnection connect(ConnectRequest request, List<ConnectionLostException> losses)
            throws JMSException {
        Answer<ProviderConnection> answer = new Answer<>();
        new InMemoryProvider().connect(request, losses::add, answer);
        return answer.get();
    }

    ProviderSession newSession() throws JMSException {
        Answer<ProviderSession> answer = new Answer<>();
        connection.openSession(sessionLosses::add, answer);
        return answer.get();
    }

    Out sender(Address address) throws JMSException {
        return new Out(session, address);
    }

    Received receiver(Address address) throws JMSException {
        return receiver(spec(address, null, false, null));
    }

    Received receiver(ReceiverSpec spec) throws JMSException {
        return receiver(session, spec);
    }

    Received receiver(ProviderSession in, ReceiverSpec spec) throws JMSException {
        Received received = new Received();
        Answer<ProviderReceiver> answer = new Answer<>();
        in.openReceiver(spec, received, answer);
        received.receiver = answer.get();
        return received;
    }

    static ReceiverSpec spec(
            Address address, MessageSelector selector, boolean noLocal, ReceiverSpec.Subscription subscription) {
        return new ReceiverSpec(address, ReceiverSpec.Mode.CONSUME, selector, noLocal, subscription);
    }

    static MessageSelector selector(String text, Predicate<MessageData> predicate) {
        return new MessageSelector() {
            @Override
            public String text() {
                return text;
            }

            @Override
            public boolean matches(MessageData message) {
                return predicate.test(message);
            }
        };
    }

    TransactionToken begin() throws JMSException {
        Answer<TransactionToken> answer = new Answer<>();
        session.begin(answer);
        return answer.get();
    }

    void discharge(TransactionToken transaction, boolean commit) throws JMSException {
        Answer<Void> answer = new Answer<>();
        session.discharge(transaction, commit, answer);
        answer.get();
    }

    Address temporary(Address.Kind kind) throws JMSException {
        Answer<Address> answer = new Answer<>();
        connection.createTemporary(kind, answer);
        return answer.get();
    }

    void deleteTemporary(Address address) throws JMSException {
        Answer<Void> answer = new Answer<>();
        connection.deleteTemporary(address, answer);
        answer.get();
    }

    void unsubscribe(String name) throws JMSException {
        Answer<Void> answer = new Answer<>();
        connection.unsubscribe(name, answer);
        answer.get();
    }

    void closeSession() throws JMSException {
        Answer<Void> answer = new Answer<>();
        session.close(answer);
        answer.get();
    }

    void close() throws JMSException {
        Answer<Void> answer = new Answer<>();
        connection.close(answer);
        answer.get();
    }

    static MessageData message(String id) {
        return message(id, builder -> builder);
    }

    static MessageData message(String id, UnaryOperator<MessageData.Builder> changes) {
        return changes.apply(MessageData.builder().messageId(id)).build();
    }

    /** A sender, with the answers to its sends. */
    static final class Out implements SenderObserver {
        final ProviderSender sender;
        final List<ConnectionLostException> losses = new CopyOnWriteArrayList<>();

        Out(ProviderSession session, Address address) throws JMSException {
            Answer<ProviderSender> answer = new Answer<>();
            session.openSender(address, this, answer);
            sender = answer.get();
        }

        Answer<Void> begin(MessageData message, TransactionToken transaction) {
            Answer<Void> answer = new Answer<>();
            sender.send(message, transaction, answer);
            return answer;
        }

        void send(MessageData first, MessageData... more) throws JMSException {
            send(first);
            for (MessageData each : more) {
                send(each);
            }
        }

        void send(MessageData message) throws JMSException {
            begin(message, null).get();
        }

        void send(String... ids) throws JMSException {
            for (String id : ids) {
                send(message(id));
            }
        }

        Answer<Void> close() {
            Answer<Void> answer = new Answer<>();
            sender.close(answer);
            return answer;
        }

        @Override
        @SuppressWarnings("unchecked")
        public void sendCompleted(Object token, JMSException failure) {
            Answer<Void> answer = (Answer<Void>) token;
            if (failure == null) {
                answer.completed(null);
            } else {
                answer.failed(failure);
            }
        }

        @Override
        public void senderLost(ConnectionLostException cause) {
            losses.add(cause);
        }
    }
}
