package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Destination;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Header fields that belong to the application: correlation, reply destination and type. */
class ApplicationHeaderTests extends ComplianceTest {

    @Test
    @Requirement({"3.4.5-1", "3.4.8-1", "3.4.6-2"})
    void correlationAndTypeArriveAndAreAbsentOtherwise() throws Exception {
        Message message = jms.text("a");
        message.setJMSCorrelationID("order-17");
        message.setJMSType("car");
        Message received = sent(message);
        assertThat(received.getJMSCorrelationID()).isEqualTo("order-17");
        assertThat(received.getJMSType()).isEqualTo("car");

        Message bare = sent(jms.text("b"));
        assertThat(bare.getJMSCorrelationID()).isNull();
        assertThat(bare.getJMSType()).isNull();
        assertThat(bare.getJMSReplyTo()).isNull();
    }

    @Test
    @Requirement("3.4.5-2")
    void aMessageIdentifierServesAsCorrelationIdentifier() throws Exception {
        Message request = sent(jms.text("request"));
        Message reply = jms.text("reply");
        reply.setJMSCorrelationID(request.getJMSMessageID());

        assertThat(sent(reply).getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
    }

    @Test
    @Requirement({"3.4.5-3", "Message.setJMSCorrelationIDAsBytes-1"})
    void aCorrelationIdentifierOfBytesArrivesOrIsUnsupported() throws Exception {
        byte[] bytes = "bytes".getBytes(StandardCharsets.US_ASCII);
        Message message = jms.text("a");
        try {
            message.setJMSCorrelationIDAsBytes(bytes);
        } catch (UnsupportedOperationException e) {
            refused(UnsupportedOperationException.class, message::getJMSCorrelationIDAsBytes);
            return;
        }
        byte[] before = bytes.clone();
        bytes[0] = 0;
        assertThat(sent(message).getJMSCorrelationIDAsBytes()).isEqualTo(before);
    }

    @Test
    @Requirement("3.4.6-1")
    void aReplyDestinationArrives() throws Exception {
        Message message = jms.text("a");
        message.setJMSReplyTo(jms.newQueue());
        Destination reply = message.getJMSReplyTo();
        assertThat(((Queue) sent(message).getJMSReplyTo()).getQueueName()).isEqualTo(((Queue) reply).getQueueName());
    }

    @Test
    @Needs(Feature.TOPICS)
    @Requirement("3.4.6-1")
    void aReplyTopicArrives() throws Exception {
        Message message = jms.text("a");
        message.setJMSReplyTo(jms.topic());
        assertThat(((Topic) sent(message).getJMSReplyTo()).getTopicName())
                .isEqualTo(jms.topic().getTopicName());
    }

    @Test
    @Needs(Feature.TEMPORARY_QUEUES)
    @Requirement({"3.4.6-3", "6.2.2-4"})
    void aTemporaryReplyDestinationCanBeSentToByTheReceiver() throws Exception {
        Session session = jms.session();
        Queue replies = session.createTemporaryQueue();
        Message message = jms.text("a");
        message.setJMSReplyTo(replies);

        jms.send(sent(message).getJMSReplyTo(), "reply");

        assertThat(jms.receiveText(session.createConsumer(replies))).isEqualTo("reply");
    }

    @Test
    @Requirement("Message.getJMSReplyTo-1")
    void headerFieldsOfTheApplicationCanBeReadBack() throws Exception {
        Message message = jms.text("a");
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(message.getJMSReplyTo()).isNull();
        assertThat(message.getJMSType()).isNull();
        message.setJMSCorrelationID("c");
        message.setJMSReplyTo(jms.queue());
        message.setJMSType("t");
        assertThat(message.getJMSCorrelationID()).isEqualTo("c");
        assertThat(message.getJMSReplyTo()).isEqualTo(jms.queue());
        assertThat(message.getJMSType()).isEqualTo("t");
    }
}
