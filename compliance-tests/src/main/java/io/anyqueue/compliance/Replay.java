package io.anyqueue.compliance;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays a script on one target: a connection with one session and a consumer on each of two queues, and another that has a
 * durable subscription. Everything is the target's own, with names that no other replay uses. Used by one thread.
 */
final class Replay implements AutoCloseable {
    private static final int QUEUES = 2;
    private static final String SELECTOR = "colour = 'red'";
    private static final String SUBSCRIPTION = "differential";

    private final Connection connection;
    private final @Nullable Session subscriber;
    private final @Nullable Connection durable;
    private final @Nullable Topic topic;
    private final Queue[] queues = new Queue[QUEUES];
    private final Queue idle;
    private final MessageConsumer[] consumers = new MessageConsumer[QUEUES];
    private final Set<String> seen = new HashSet<>();
    private Session session;
    private @Nullable MessageConsumer subscription;
    private @Nullable Message last;

    Replay(ComplianceTarget target, Set<Feature> features, String suffix) throws Exception {
        connection = target.connectionFactory().createConnection();
        session = connection.createSession();
        for (int i = 0; i < QUEUES; i++) {
            queues[i] = target.queue(session, "differential" + i + suffix);
        }
        idle = target.queue(session, "differentialIdle" + suffix);
        if (features.contains(Feature.DURABLE_SUBSCRIPTIONS)) {
            durable = target.connectionFactory().createConnection();
            durable.setClientID("differential" + suffix);
            subscriber = durable.createSession();
            topic = target.topic(subscriber, "differentialTopic" + suffix);
            subscription = subscriber.createDurableConsumer(topic, SUBSCRIPTION);
            durable.start();
        } else {
            durable = null;
            subscriber = null;
            topic = null;
        }
        openConsumers();
        connection.start();
    }

    /** Does one step and tells what the application saw. */
    Observation play(Step step) {
        try {
            return done(step);
        } catch (JMSException | RuntimeException e) {
            return Observation.refused(e);
        }
    }

    /** Looks again, for so long, for the message that the other target had. */
    Observation playAgain(Step step, long patienceMillis) {
        try {
            return switch (step.operation()) {
                case RECEIVE -> received(consumers[step.place()].receive(patienceMillis), true);
                case TAKE_IDLE -> taken(step, patienceMillis);
                case RECEIVE_DURABLE -> received(subscription().receive(patienceMillis), false);
                default -> play(step);
            };
        } catch (JMSException | RuntimeException e) {
            return Observation.refused(e);
        }
    }

    private Observation done(Step step) throws JMSException {
        switch (step.operation()) {
            case SEND -> {
                return send(queues[step.place()], step);
            }
            case SEND_IDLE -> {
                return send(idle, step);
            }
            case PUBLISH -> {
                return publish(step);
            }
            case RECEIVE -> {
                return received(consumers[step.place()].receiveNoWait(), true);
            }
            case RECEIVE_DURABLE -> {
                return received(subscription().receiveNoWait(), false);
            }
            case TAKE_IDLE -> {
                return taken(step, 0);
            }
            case BROWSE_IDLE -> {
                return browsed();
            }
            case ACKNOWLEDGE -> acknowledge();
            case RECOVER -> session.recover();
            case COMMIT -> session.commit();
            case ROLLBACK -> session.rollback();
            case CLOSE_CONSUMER -> consumers[step.place()].close();
            case REOPEN_CONSUMER -> reopenConsumer(step.place());
            case REOPEN_SESSION -> reopenSession(step.place());
            case RESUBSCRIBE -> resubscribe();
        }
        return Observation.of("done");
    }

    private Observation send(Queue queue, Step step) throws JMSException {
        try (MessageProducer sender = session.createProducer(queue)) {
            return ScriptedMessage.send(session, sender, step);
        }
    }

    private Observation publish(Step step) throws JMSException {
        Session publisher = subscriber();
        try (MessageProducer sender = publisher.createProducer(topic)) {
            return ScriptedMessage.send(publisher, sender, step);
        }
    }

    private Observation received(@Nullable Message message, boolean ofSession) throws JMSException {
        if (message == null) {
            return Observation.noMessage();
        }
        if (ofSession) {
            last = message;
        }
        boolean before = !seen.add(message.getObjectProperty(ScriptedMessage.LABEL) + "");
        return ScriptedMessage.received(message, before);
    }

    private Observation taken(Step step, long patienceMillis) throws JMSException {
        String selector = step.place() == 0 ? null : SELECTOR;
        try (MessageConsumer consumer = session.createConsumer(idle, selector)) {
            return received(patienceMillis == 0 ? consumer.receiveNoWait() : consumer.receive(patienceMillis), true);
        }
    }

    private Observation browsed() throws JMSException {
        List<String> labels = new ArrayList<>();
        try (QueueBrowser browser = session.createBrowser(idle)) {
            for (Object each : Collections.list((Enumeration<?>) browser.getEnumeration())) {
                labels.add(String.valueOf(((Message) each).getObjectProperty(ScriptedMessage.LABEL)));
            }
        }
        return Observation.of("browsed " + labels);
    }

    private void acknowledge() throws JMSException {
        if (last != null) {
            last.acknowledge();
        }
    }

    private void openConsumers() throws JMSException {
        for (int i = 0; i < QUEUES; i++) {
            consumers[i] = session.createConsumer(queues[i]);
        }
    }

    private void reopenConsumer(int place) throws JMSException {
        consumers[place].close();
        consumers[place] = session.createConsumer(queues[place]);
    }

    private void reopenSession(int mode) throws JMSException {
        session.close();
        last = null;
        session = connection.createSession(mode);
        openConsumers();
    }

    private void resubscribe() throws JMSException {
        subscription().close();
        subscription = subscriber().createDurableConsumer(topic, SUBSCRIPTION);
    }

    private Session subscriber() {
        if (subscriber == null) {
            throw new IllegalStateException("The script subscribes though a target has no durable subscriptions");
        }
        return subscriber;
    }

    private MessageConsumer subscription() {
        if (subscription == null) {
            throw new IllegalStateException("The script receives from a subscription that a target cannot have");
        }
        return subscription;
    }

    @Override
    public void close() throws JMSException {
        connection.close();
        if (durable != null && subscription != null && subscriber != null) {
            subscription.close();
            subscriber.unsubscribe(SUBSCRIPTION);
            durable.close();
        }
    }
}
