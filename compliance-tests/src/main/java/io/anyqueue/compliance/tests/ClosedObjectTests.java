package io.anyqueue.compliance.tests;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is left of a closed connection, session, producer, consumer or browser: nothing but refusals. */
class ClosedObjectTests extends ComplianceTest {
    @Test
    @Requirement({"6.1.8-3", "6.1.8-9"})
    void aClosedConnectionRefusesEverything() throws Exception {
        Connection connection = jms.connect();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(jms.queue());
        MessageConsumer consumer = session.createConsumer(jms.queue());
        connection.close();
        allRefused(
                connection::createSession,
                () -> connection.createSession(Session.AUTO_ACKNOWLEDGE),
                () -> connection.createSession(false, Session.AUTO_ACKNOWLEDGE),
                connection::start,
                connection::stop,
                connection::getClientID,
                () -> connection.setClientID("x"),
                connection::getMetaData,
                connection::getExceptionListener,
                () -> connection.setExceptionListener(e -> {}),
                () -> session.createTextMessage("a"),
                () -> producer.send(jms.text("a")),
                consumer::receiveNoWait);
    }

    @Test
    @Requirement("6.2.15-6")
    void aClosedSessionRefusesEverything() throws Exception {
        Session session = jms.session();
        Session transacted = jms.session(Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(jms.queue());
        MessageConsumer consumer = session.createConsumer(jms.queue());
        session.close();
        transacted.close();
        allRefused(
                session::createMessage,
                session::createTextMessage,
                session::createBytesMessage,
                session::createMapMessage,
                session::createStreamMessage,
                session::createObjectMessage,
                () -> session.createProducer(jms.queue()),
                () -> session.createConsumer(jms.queue()),
                () -> session.createBrowser(jms.queue()),
                () -> session.createQueue("x"),
                session::createTemporaryQueue,
                session::getTransacted,
                session::getAcknowledgeMode,
                session::recover,
                session::getMessageListener,
                () -> session.unsubscribe("x"),
                transacted::commit,
                transacted::rollback,
                () -> producer.send(jms.text("a")),
                consumer::receiveNoWait);
    }

    @Test
    @Requirement("6.2.15-6")
    void aClosedProducerRefusesEverything() throws Exception {
        MessageProducer producer = jms.session().createProducer(jms.queue());
        producer.close();
        allRefused(
                () -> producer.send(jms.text("a")),
                () -> producer.send(jms.text("a"), 1, 4, 0),
                producer::getDestination,
                producer::getDeliveryMode,
                () -> producer.setDeliveryMode(1),
                producer::getPriority,
                () -> producer.setPriority(1),
                producer::getTimeToLive,
                () -> producer.setTimeToLive(1),
                producer::getDisableMessageID,
                () -> producer.setDisableMessageID(true),
                producer::getDisableMessageTimestamp,
                () -> producer.setDisableMessageTimestamp(true));
    }

    @Test
    @Requirement("6.2.15-6")
    void aClosedConsumerRefusesEverything() throws Exception {
        MessageConsumer consumer = jms.session().createConsumer(jms.queue());
        consumer.close();
        allRefused(
                consumer::receive,
                () -> consumer.receive(10),
                consumer::receiveNoWait,
                consumer::getMessageSelector,
                consumer::getMessageListener,
                () -> consumer.setMessageListener(message -> {}));
    }

    @Test
    @Needs(Feature.BROWSERS)
    @Requirement({"QueueBrowser.close-2", "6.1.8-3"})
    void aClosedBrowserRefusesItsUse() throws Exception {
        QueueBrowser browser = jms.session().createBrowser(jms.queue());
        browser.close();
        allRefused(browser::getEnumeration, browser::getQueue, browser::getMessageSelector);
        Connection connection = jms.connect();
        QueueBrowser other = connection.createSession().createBrowser(jms.queue());
        connection.close();
        refused(IllegalStateException.class, other::getEnumeration);
        other.close();
    }

    private static void allRefused(ThrowingCallable... calls) {
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < calls.length; i++) {
            all.assertThatThrownBy(calls[i]).as("call %s after close", i).isInstanceOf(IllegalStateException.class);
        }
        all.assertAll();
    }
}
