package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Queues: acknowledgement, transactions, selectors, browsers, temporary destinations, on a real broker. */
final class QueueTest extends OnArtemis {

    @Test
    void aTextGoesThroughTheBrokerAndComesBack() throws Exception {
        Session session = connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(name);
        session.createProducer(queue).send(session.createTextMessage("hello"));
        MessageConsumer consumer = session.createConsumer(queue);
        TextMessage received = (TextMessage) consumer.receive(SOON);
        assertThat(received.getText()).isEqualTo("hello");
        assertThat(received.getJMSDestination()).isEqualTo(queue);
        assertThat(received.getJMSRedelivered()).isFalse();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isOne();
        assertThat(consumer.receiveNoWait()).isNull();
        consumer.close();
        await().untilAsserted(() -> assertThat(messagesIn(name)).isZero());
    }

    @Test
    void manyMessagesKeepTheirOrderForAListener() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        int count = 5_000;
        Completions completions = new Completions(count);
        for (int i = 0; i < count; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            producer.send(message, completions);
        }
        completions.assertAllSucceed();
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(count);
        Session consuming = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        consuming.createConsumer(queue).setMessageListener(message -> {
            try {
                received.add(((TextMessage) message).getText());
            } catch (jakarta.jms.JMSException e) {
                received.add(e.toString());
            }
            all.countDown();
        });
        assertThat(all.await(SOON, TimeUnit.MILLISECONDS)).isTrue();
        for (int i = 0; i < count; i++) {
            assertThat(received.get(i)).isEqualTo("m" + i);
        }
    }

    @Test
    void aCommittedTransactionSendsAndConsumesTogether() throws Exception {
        Session session = connect().createSession(true, Session.SESSION_TRANSACTED);
        Queue in = session.createQueue(name + ".in");
        Queue out = session.createQueue(name + ".out");
        MessageProducer producer = session.createProducer(null);
        producer.send(in, session.createTextMessage("1"));
        session.commit();
        MessageConsumer consumer = session.createConsumer(in);
        TextMessage received = (TextMessage) consumer.receive(SOON);
        producer.send(out, session.createTextMessage(received.getText() + "!"));
        session.rollback();
        received = (TextMessage) consumer.receive(SOON);
        assertThat(received.getJMSRedelivered()).isTrue();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        producer.send(out, session.createTextMessage(received.getText() + "!!"));
        session.commit();
        TextMessage answer = (TextMessage) session.createConsumer(out).receive(SOON);
        assertThat(answer.getText()).isEqualTo("1!!");
        session.commit();
        consumer.close();
        await().untilAsserted(() ->
                assertThat(messagesIn(name + ".in") + messagesIn(name + ".out")).isZero());
    }

    @Test
    void unacknowledgedMessagesComeAgainWithTheirCount() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue(name);
        session.createProducer(queue).send(session.createTextMessage("again"));
        Message first = session.createConsumer(queue).receive(SOON);
        assertThat(first.getIntProperty("JMSXDeliveryCount")).isOne();
        session.close();
        Session next = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        Message second = next.createConsumer(queue).receive(SOON);
        assertThat(second.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        assertThat(second.getJMSRedelivered()).isTrue();
        next.recover();
        second.acknowledge();
    }

    @Test
    void prefetchedMessagesThatWereNotSeenGoBackUncounted() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 50; i++) {
            producer.send(session.createTextMessage("m" + i));
        }
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 10; i++) {
            assertThat(((TextMessage) consumer.receive(SOON)).getText()).isEqualTo("m" + i);
        }
        consumer.close();
        MessageConsumer next = session.createConsumer(queue);
        for (int i = 10; i < 50; i++) {
            TextMessage message = (TextMessage) next.receive(SOON);
            assertThat(message.getText()).isEqualTo("m" + i);
            assertThat(message.getJMSRedelivered()).isFalse();
        }
    }

    @Test
    void selectorsFilterAtTheBroker() throws Exception {
        Session session = connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 10; i++) {
            Message message = session.createTextMessage("m" + i);
            message.setIntProperty("n", i);
            message.setJMSType(i % 2 == 0 ? "even" : "odd");
            producer.send(message);
        }
        MessageConsumer consumer = session.createConsumer(queue, "JMSType = 'odd' AND n > 4");
        for (int i = 5; i < 10; i += 2) {
            assertThat(((TextMessage) consumer.receive(SOON)).getText()).isEqualTo("m" + i);
        }
        assertThat(consumer.receiveNoWait()).isNull();
        consumer.close();
        assertThatThrownBy(() -> session.createConsumer(queue, "n >")).isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void aBrowserSeesEverythingAndTakesNothing() throws Exception {
        Session session = connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 300; i++) {
            producer.send(session.createTextMessage("m" + i));
        }
        QueueBrowser browser = session.createBrowser(queue);
        assertThat(all(browser.getEnumeration(), Message.class)).hasSize(300);
        browser.close();
        await().untilAsserted(() -> assertThat(messagesIn(name)).isEqualTo(300));
    }

    @Test
    void aRequestIsAnsweredThroughATemporaryQueue() throws Exception {
        Connection connection = connect();
        Session asking = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = asking.createQueue(name);
        TemporaryQueue replies = asking.createTemporaryQueue();
        Message question = asking.createTextMessage("question");
        question.setJMSReplyTo(replies);
        asking.createProducer(queue).send(question);

        Session answering = connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
        Message received = answering.createConsumer(answering.createQueue(name)).receive(SOON);
        assertThat(received.getJMSReplyTo()).isInstanceOf(TemporaryQueue.class);
        Message answer = answering.createTextMessage("answer");
        answer.setJMSCorrelationID(received.getJMSMessageID());
        answering.createProducer(null).send(received.getJMSReplyTo(), answer);

        MessageConsumer consumer = asking.createConsumer(replies);
        Message answered = consumer.receive(SOON);
        assertThat(answered.getJMSCorrelationID()).isEqualTo(question.getJMSMessageID());
        assertThat(answered.getJMSDestination()).isEqualTo(replies);
        assertThatThrownBy(replies::delete).isInstanceOf(IllegalStateException.class);
        consumer.close();
        replies.delete();
        TemporaryTopic topic = asking.createTemporaryTopic();
        MessageConsumer subscriber = asking.createConsumer(topic);
        asking.createProducer(topic).send(asking.createTextMessage("news"));
        assertThat(((TextMessage) subscriber.receive(SOON)).getText()).isEqualTo("news");
    }

    @Test
    void messagesLargerThanAFrameArriveWhole() throws Exception {
        Session session = connect("?maxFrameSize=4096").createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(name);
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(content);
        MessageProducer producer = session.createProducer(queue);
        producer.send(message);
        producer.send(session.createTextMessage("after"));
        MessageConsumer consumer = session.createConsumer(queue);
        BytesMessage received = (BytesMessage) consumer.receive(SOON);
        assertThat(received.getBody(byte[].class)).isEqualTo(content);
        assertThat(((TextMessage) consumer.receive(SOON)).getText()).isEqualTo("after");
    }

    @Test
    void delayedAndPrioritizedMessagesComeInTheOrderTheyAreDue() throws Exception {
        Session session = connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(name);
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(800);
        // The least urgent, should it be due before the others have been sent.
        producer.send(session.createTextMessage("late"), DeliveryMode.PERSISTENT, 0, 0);
        producer.setDeliveryDelay(0);
        producer.send(session.createTextMessage("normal"), DeliveryMode.NON_PERSISTENT, 4, 0);
        producer.send(session.createTextMessage("urgent"), DeliveryMode.NON_PERSISTENT, 9, 60_000);
        MessageConsumer consumer = session.createConsumer(queue);
        TextMessage urgent = (TextMessage) consumer.receive(SOON);
        assertThat(urgent.getText()).isEqualTo("urgent");
        assertThat(urgent.getJMSPriority()).isEqualTo(9);
        assertThat(urgent.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(urgent.getJMSExpiration()).isGreaterThan(urgent.getJMSTimestamp());
        assertThat(((TextMessage) consumer.receive(SOON)).getText()).isEqualTo("normal");
        TextMessage late = (TextMessage) consumer.receive(SOON);
        assertThat(late.getText()).isEqualTo("late");
        assertThat(late.getJMSDeliveryTime()).isGreaterThanOrEqualTo(late.getJMSTimestamp() + 800);
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(late.getJMSDeliveryTime());
    }
}
