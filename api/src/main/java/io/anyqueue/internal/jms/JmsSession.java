package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.ClientConnection;
import io.anyqueue.internal.client.ClientConsumer;
import io.anyqueue.internal.client.ClientSession;
import io.anyqueue.internal.client.ConsumerIntent;
import io.anyqueue.internal.client.Failures;
import io.anyqueue.internal.client.Temporaries;
import io.anyqueue.internal.destination.JmsDestination;
import io.anyqueue.internal.destination.JmsQueue;
import io.anyqueue.internal.destination.JmsTopic;
import io.anyqueue.internal.destination.TemporaryOwner;
import io.anyqueue.internal.jms.NamedSubscription.Kind;
import io.anyqueue.internal.message.MessageFactory;
import io.anyqueue.internal.selector.SelectorParser;
import io.anyqueue.spi.Address;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The façade of a session in the classic and the domain-specific APIs. Used by one thread at a time (section 6.2.5), except
 * {@link #close}.
 */
final class JmsSession implements QueueSession, TopicSession {
    private final ClientSession session;
    private final Domain domain;
    private volatile @Nullable MessageListener listener;

    JmsSession(ClientSession session, Domain domain) {
        this.session = session;
        this.domain = domain;
    }

    ClientSession core() {
        return session;
    }

    private ClientConnection connection() {
        return session.connection();
    }

    private MessageFactory messages(String operation) throws JMSException {
        session.requireUsable(operation);
        return session.messages();
    }

    @Override
    public Message createMessage() throws JMSException {
        return messages("createMessage").createMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        return messages("createTextMessage").createTextMessage(null);
    }

    @Override
    public TextMessage createTextMessage(@Nullable String text) throws JMSException {
        return messages("createTextMessage").createTextMessage(text);
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        return messages("createBytesMessage").createBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        return messages("createMapMessage").createMapMessage();
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        return messages("createStreamMessage").createStreamMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        return messages("createObjectMessage").createObjectMessage(null);
    }

    @Override
    public ObjectMessage createObjectMessage(@Nullable Serializable object) throws JMSException {
        return messages("createObjectMessage").createObjectMessage(object);
    }

    @Override
    public Queue createQueue(@Nullable String name) throws JMSException {
        session.requireUsable("createQueue");
        domain.requireQueues("createQueue");
        return new JmsQueue(requireName("createQueue", name));
    }

    @Override
    public Topic createTopic(@Nullable String name) throws JMSException {
        session.requireUsable("createTopic");
        domain.requireTopics("createTopic");
        return new JmsTopic(requireName("createTopic", name));
    }

    private static String requireName(String operation, @Nullable String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw Failures.noDestination(operation + ": the name is null or empty; expected the name of a destination");
        }
        return name;
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        session.requireUsable("createTemporaryQueue");
        domain.requireQueues("createTemporaryQueue");
        return (TemporaryQueue) temporary(Address.Kind.TEMPORARY_QUEUE);
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        session.requireUsable("createTemporaryTopic");
        domain.requireTopics("createTemporaryTopic");
        return (TemporaryTopic) temporary(Address.Kind.TEMPORARY_TOPIC);
    }

    private record Owner(Temporaries temporaries) implements TemporaryOwner {
        @Override
        public void delete(Address address) throws JMSException {
            temporaries.delete(address);
        }

        @Override
        public boolean has(Address address) {
            return temporaries.has(address);
        }
    }

    private JmsDestination temporary(Address.Kind kind) throws JMSException {
        Temporaries temporaries = connection().temporaries();
        return JmsDestination.temporary(temporaries.create(kind), new Owner(temporaries));
    }

    @Override
    public JmsProducer createProducer(@Nullable Destination destination) throws JMSException {
        return new JmsProducer(session, destination);
    }

    @Override
    public QueueSender createSender(@Nullable Queue queue) throws JMSException {
        return new JmsQueueSender(session, queue);
    }

    @Override
    public TopicPublisher createPublisher(@Nullable Topic topic) throws JMSException {
        return new JmsTopicPublisher(session, topic);
    }

    @Override
    public MessageConsumer createConsumer(@Nullable Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    public MessageConsumer createConsumer(@Nullable Destination destination, @Nullable String selector)
            throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public MessageConsumer createConsumer(@Nullable Destination destination, @Nullable String selector, boolean noLocal)
            throws JMSException {
        session.requireUsable("createConsumer");
        Address address = JmsDestination.addressOf(destination);
        if (address.kind().isQueue()) {
            return new JmsQueueReceiver(consume(address, selector, false), (Queue) given(destination));
        }
        return new JmsTopicSubscriber(consume(address, selector, noLocal), (Topic) given(destination));
    }

    @Override
    public QueueReceiver createReceiver(@Nullable Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public QueueReceiver createReceiver(@Nullable Queue queue, @Nullable String selector) throws JMSException {
        session.requireUsable("createReceiver");
        Address address = JmsDestination.addressOf(queue);
        return new JmsQueueReceiver(consume(address, selector, false), (Queue) given(queue));
    }

    @Override
    public TopicSubscriber createSubscriber(@Nullable Topic topic) throws JMSException {
        return createSubscriber(topic, null, false);
    }

    @Override
    public TopicSubscriber createSubscriber(@Nullable Topic topic, @Nullable String selector, boolean noLocal)
            throws JMSException {
        session.requireUsable("createSubscriber");
        Address address = NamedSubscription.topicOf("createSubscriber", topic);
        return new JmsTopicSubscriber(consume(address, selector, noLocal), (Topic) given(topic));
    }

    @Override
    public MessageConsumer createSharedConsumer(@Nullable Topic topic, @Nullable String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedConsumer(@Nullable Topic topic, @Nullable String name, @Nullable String selector)
            throws JMSException {
        NamedSubscription named = named("createSharedConsumer", Kind.SHARED, topic, name);
        return subscriber(topic, named.intent(selector, false));
    }

    @Override
    public TopicSubscriber createDurableSubscriber(@Nullable Topic topic, @Nullable String name) throws JMSException {
        return createDurableSubscriber(topic, name, null, false);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        NamedSubscription named = named("createDurableSubscriber", Kind.DURABLE, topic, name);
        return subscriber(topic, named.intent(selector, noLocal));
    }

    @Override
    public MessageConsumer createDurableConsumer(@Nullable Topic topic, @Nullable String name) throws JMSException {
        return createDurableConsumer(topic, name, null, false);
    }

    @Override
    public MessageConsumer createDurableConsumer(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector, boolean noLocal)
            throws JMSException {
        NamedSubscription named = named("createDurableConsumer", Kind.DURABLE, topic, name);
        return subscriber(topic, named.intent(selector, noLocal));
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(@Nullable Topic topic, @Nullable String name)
            throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(
            @Nullable Topic topic, @Nullable String name, @Nullable String selector) throws JMSException {
        NamedSubscription named = named("createSharedDurableConsumer", Kind.SHARED_DURABLE, topic, name);
        return subscriber(topic, named.intent(selector, false));
    }

    private NamedSubscription named(String operation, Kind kind, @Nullable Topic topic, @Nullable String name)
            throws JMSException {
        session.requireUsable(operation);
        domain.requireTopics(operation);
        return kind.of(operation, topic, name, connection().clientId());
    }

    private JmsTopicSubscriber subscriber(@Nullable Topic topic, ConsumerIntent intent) throws JMSException {
        return new JmsTopicSubscriber(session.createConsumer(intent), (Topic) given(topic));
    }

    /** A destination whose address has been found, so that it is not null. */
    private static Destination given(@Nullable Destination destination) {
        return Objects.requireNonNull(destination, "destination");
    }

    private ClientConsumer consume(Address address, @Nullable String selector, boolean noLocal) throws JMSException {
        return session.createConsumer(new ConsumerIntent(address, SelectorParser.compile(selector), noLocal, null));
    }

    @Override
    public QueueBrowser createBrowser(@Nullable Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(@Nullable Queue queue, @Nullable String selector) throws JMSException {
        session.requireUsable("createBrowser");
        domain.requireQueues("createBrowser");
        return new JmsBrowser(session, queue, selector);
    }

    @Override
    public void unsubscribe(@Nullable String name) throws JMSException {
        session.requireUsable("unsubscribe");
        domain.requireTopics("unsubscribe");
        if (name == null || name.isEmpty()) {
            throw Failures.noDestination(
                    "unsubscribe: the name of the subscription is null or empty; expected the one that it"
                            + " was made with");
        }
        connection().unsubscribe(name);
    }

    @Override
    public boolean getTransacted() throws JMSException {
        session.requireUsable("getTransacted");
        return session.mode() == io.anyqueue.internal.client.AcknowledgementMode.TRANSACTED;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        session.requireUsable("getAcknowledgeMode");
        return session.mode().number();
    }

    @Override
    public void commit() throws JMSException {
        session.commit();
    }

    @Override
    public void rollback() throws JMSException {
        session.rollback();
    }

    @Override
    public void recover() throws JMSException {
        session.recover();
    }

    @Override
    public @Nullable MessageListener getMessageListener() throws JMSException {
        session.requireUsable("getMessageListener");
        return listener;
    }

    @Override
    public void setMessageListener(@Nullable MessageListener newListener) throws JMSException {
        session.requireUsable("setMessageListener");
        listener = newListener;
    }

    /** Called by an application server, on its thread, for what a connection consumer has assigned (section 8.2). */
    @Override
    public void run() {
        MessageListener current = listener;
        if (current == null) {
            throw Failures.unchecked(
                    Failures.illegalState("run: the session has no message listener; call setMessageListener first"));
        }
        session.run(current);
    }

    @Override
    public void close() throws JMSException {
        session.close();
    }

    @Override
    public String toString() {
        return session.toString();
    }
}
