package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.CompletionListener;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import jakarta.jms.TopicSession;
import org.junit.jupiter.api.Test;

/** What each overload of each sending method refuses, and that nothing was sent by it. */
class SendRefusalTests extends ComplianceTest {
    @Test
    @Requirement("MessageProducer.send-2")
    void noOverloadSendsNoMessage() throws Exception {
        Queue queue = jms.queue();
        MessageProducer named = jms.session().createProducer(queue);
        MessageProducer anonymous = jms.session().createProducer(null);
        refused(MessageFormatException.class, () -> named.send((Message) null));
        refused(MessageFormatException.class, () -> named.send(null, 1, 4, 0));
        refused(MessageFormatException.class, () -> anonymous.send(queue, (Message) null));
        refused(MessageFormatException.class, () -> anonymous.send(queue, null, 1, 4, 0));
    }

    @Test
    @Requirement({"MessageProducer.send-5", "7.3.2-1"})
    void noAsynchronousOverloadSendsNoMessage() throws Exception {
        Queue queue = jms.queue();
        MessageProducer named = jms.session().createProducer(queue);
        MessageProducer anonymous = jms.session().createProducer(null);
        refused(MessageFormatException.class, () -> named.send((Message) null, uncalled()));
        refused(MessageFormatException.class, () -> named.send(null, 1, 4, 0, uncalled()));
        refused(MessageFormatException.class, () -> anonymous.send(queue, null, uncalled()));
        refused(MessageFormatException.class, () -> anonymous.send(queue, null, 1, 4, 0, uncalled()));
    }

    @Test
    @Requirement({"MessageProducer.send-1", "7.1-2"})
    void aProducerOfADestinationTakesNoOther() throws Exception {
        Message message = jms.text("a");
        MessageProducer named = jms.session().createProducer(jms.queue());
        Queue other = jms.newQueue();
        refused(UnsupportedOperationException.class, () -> named.send(other, message));
        refused(UnsupportedOperationException.class, () -> named.send(other, message, 1, 4, 0));
        assertThat(jms.drain(jms.queue())).isEmpty();
        assertThat(jms.drain(other)).isEmpty();
    }

    @Test
    @Requirement("MessageProducer.send-6")
    void anAsynchronousSendOfAProducerOfADestinationTakesNoOther() throws Exception {
        Message message = jms.text("a");
        MessageProducer named = jms.session().createProducer(jms.queue());
        Queue other = jms.newQueue();
        refused(UnsupportedOperationException.class, () -> named.send(other, message, uncalled()));
        refused(UnsupportedOperationException.class, () -> named.send(other, message, 1, 4, 0, uncalled()));
        assertThat(jms.drain(other)).isEmpty();
    }

    @Test
    @Requirement({"MessageProducer.send-1", "7.1-2"})
    void aProducerWithoutDestinationNeedsOneWithEachSend() throws Exception {
        Message message = jms.text("a");
        MessageProducer anonymous = jms.session().createProducer(null);
        refused(UnsupportedOperationException.class, () -> anonymous.send(message));
        refused(UnsupportedOperationException.class, () -> anonymous.send(message, 1, 4, 0));
        refused(InvalidDestinationException.class, () -> anonymous.send((Queue) null, message));
        refused(InvalidDestinationException.class, () -> anonymous.send(null, message, 1, 4, 0));
    }

    @Test
    @Requirement("MessageProducer.send-6")
    void anAsynchronousSendWithoutDestinationIsRefused() throws Exception {
        Message message = jms.text("a");
        MessageProducer anonymous = jms.session().createProducer(null);
        refused(UnsupportedOperationException.class, () -> anonymous.send(message, uncalled()));
        refused(UnsupportedOperationException.class, () -> anonymous.send(message, 1, 4, 0, uncalled()));
        refused(InvalidDestinationException.class, () -> anonymous.send((Queue) null, message, uncalled()));
        refused(InvalidDestinationException.class, () -> anonymous.send(null, message, 1, 4, 0, uncalled()));
    }

    @Test
    @Requirement("MessageProducer.send-3")
    void anAsynchronousSendNeedsACompletionListener() throws Exception {
        Queue queue = jms.queue();
        Message message = jms.text("a");
        MessageProducer named = jms.session().createProducer(queue);
        MessageProducer anonymous = jms.session().createProducer(null);
        refused(IllegalArgumentException.class, () -> named.send(message, (CompletionListener) null));
        refused(IllegalArgumentException.class, () -> named.send(message, 1, 4, 0, null));
        refused(IllegalArgumentException.class, () -> anonymous.send(queue, message, null));
        refused(IllegalArgumentException.class, () -> anonymous.send(queue, message, 1, 4, 0, null));
        assertThat(jms.drain(queue)).isEmpty();
    }

    @Test
    @Needs(Feature.DOMAIN_FACTORIES)
    @Requirement("QueueSender.send-1")
    void aQueueSenderSendsNoMessageAndNeedsItsQueue() throws Exception {
        QueueConnection connection = jms.keep(((QueueConnectionFactory) jms.factory()).createQueueConnection());
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = jms.queue();
        var named = session.createSender(queue);
        refused(MessageFormatException.class, () -> named.send((Message) null));
        refused(MessageFormatException.class, () -> named.send(null, 1, 4, 0));
        var anonymous = session.createSender(null);
        refused(MessageFormatException.class, () -> anonymous.send(queue, (Message) null));
        refused(MessageFormatException.class, () -> anonymous.send(queue, null, 1, 4, 0));
        refused(UnsupportedOperationException.class, () -> anonymous.send(session.createMessage()));
        refused(UnsupportedOperationException.class, () -> anonymous.send(session.createMessage(), 1, 4, 0));
    }

    @Test
    @Needs({Feature.DOMAIN_FACTORIES, Feature.TOPICS})
    @Requirement("TopicPublisher.publish-1")
    void aTopicPublisherPublishesNoMessageAndNeedsItsTopic() throws Exception {
        TopicConnection connection = jms.keep(((TopicConnectionFactory) jms.factory()).createTopicConnection());
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        var topic = jms.topic();
        var named = session.createPublisher(topic);
        refused(MessageFormatException.class, () -> named.publish(null));
        refused(MessageFormatException.class, () -> named.publish(null, 1, 4, 0));
        var anonymous = session.createPublisher(null);
        refused(MessageFormatException.class, () -> anonymous.publish(topic, null));
        refused(MessageFormatException.class, () -> anonymous.publish(topic, null, 1, 4, 0));
        refused(UnsupportedOperationException.class, () -> anonymous.publish(session.createMessage()));
        refused(UnsupportedOperationException.class, () -> anonymous.publish(session.createMessage(), 1, 4, 0));
    }

    @Test
    @Requirement("JMSProducer.send-2")
    void aJmsProducerSendsNoMessage() throws Exception {
        JMSProducer producer = jms.context().createProducer();
        refused(MessageFormatRuntimeException.class, () -> producer.send(jms.queue(), (Message) null));
        assertThat(jms.drain(jms.queue())).isEmpty();
    }

    @Test
    @Requirement("JMSProducer.send-4")
    void aJmsProducerWithPropertiesRefusesAMessageWhosePropertiesAreReadOnly() throws Exception {
        Message received = sent(jms.text("a"));
        JMSContext context = jms.context();
        JMSProducer producer = context.createProducer().setProperty("p", 1);
        refused(MessageNotWriteableRuntimeException.class, () -> producer.send(jms.queue(), received));
        assertThat(jms.drain(jms.queue())).isEmpty();
        producer.clearProperties().send(jms.queue(), received);
        assertThat(jms.drain(jms.queue())).containsExactly("a");
    }

    @Test
    @Requirement("JMSProducer.getProperty-1")
    void aPropertyOfAJmsProducerThatCannotBeConvertedIsRefused() throws Exception {
        JMSProducer producer = jms.context().createProducer().setProperty("b", true);
        refused(MessageFormatRuntimeException.class, () -> producer.getByteProperty("b"));
        refused(MessageFormatRuntimeException.class, () -> producer.getShortProperty("b"));
        refused(MessageFormatRuntimeException.class, () -> producer.getIntProperty("b"));
        refused(MessageFormatRuntimeException.class, () -> producer.getLongProperty("b"));
        refused(MessageFormatRuntimeException.class, () -> producer.getFloatProperty("b"));
        refused(MessageFormatRuntimeException.class, () -> producer.getDoubleProperty("b"));
        producer.setProperty("d", 1d);
        refused(MessageFormatRuntimeException.class, () -> producer.getBooleanProperty("d"));
        assertThat(producer.getStringProperty("d")).isEqualTo("1.0");
    }

    /** A listener for sends that throw: to be called is a violation. */
    private CompletionListener uncalled() {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                jms.violation("A completion was reported", new AssertionError("the send had been refused"));
            }

            @Override
            public void onException(Message message, Exception exception) {
                jms.violation("A failure was reported though the send had thrown", exception);
            }
        };
    }
}
