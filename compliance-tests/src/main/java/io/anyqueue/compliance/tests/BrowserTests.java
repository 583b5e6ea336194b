package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** Queue browsers. */
@Needs(Feature.BROWSERS)
@SuppressWarnings("JdkObsolete") // the specification speaks in enumerations
class BrowserTests extends ComplianceTest {

    @Test
    @Requirement("4.1.6-1")
    void aBrowserShowsAllInOrderAndRemovesNothing() throws Exception {
        jms.send(jms.queue(), "a", "b", "c");
        QueueBrowser browser = jms.session().createBrowser(jms.queue());
        assertThat(texts(browser)).containsExactly("a", "b", "c");
        assertThat(texts(browser)).containsExactly("a", "b", "c");
        browser.close();
        assertThat(jms.drain(jms.queue())).containsExactly("a", "b", "c");
    }

    @Test
    @Requirement("4.1.6-1")
    void manyMessagesAreBrowsed() throws Exception {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            texts.add("m" + i);
        }
        jms.send(jms.queue(), texts.toArray(String[]::new));
        assertThat(texts(jms.session().createBrowser(jms.queue()))).isEqualTo(texts);
    }

    @Test
    @Needs(Feature.QUEUE_SELECTORS)
    @Requirement("4.1.6-2")
    void aBrowserWithASelectorShowsWhatMatches() throws Exception {
        for (int n = 0; n < 4; n++) {
            jms.send(jms.queue(), jms.numbered(n));
        }
        assertThat(texts(jms.session().createBrowser(jms.queue(), "n > 1"))).containsExactly("n2", "n3");
    }

    @Test
    @Needs(Feature.DELIVERY_DELAY)
    @Requirement("4.1.6-3")
    void aDelayedMessageIsNotShownBeforeItsTime() throws Exception {
        Session session = jms.session();
        MessageProducer producer = session.createProducer(jms.queue());
        producer.send(session.createTextMessage("prompt"));
        producer.setDeliveryDelay(600_000);
        producer.send(session.createTextMessage("delayed"));
        assertThat(texts(session.createBrowser(jms.queue()))).containsExactly("prompt");
    }

    @Test
    @Requirement("QueueBrowser.getEnumeration-1")
    void anEnumerationEndsAndAnotherBegins() throws Exception {
        QueueBrowser browser = jms.session().createBrowser(jms.queue());
        Enumeration<?> empty = browser.getEnumeration();
        assertThat(empty.hasMoreElements()).isFalse();
        refused(NoSuchElementException.class, empty::nextElement);
        jms.send(jms.queue(), "a");
        Enumeration<?> one = browser.getEnumeration();
        assertThat(one.hasMoreElements()).isTrue();
        assertThat(one.hasMoreElements()).isTrue();
        assertThat(((TextMessage) one.nextElement()).getText()).isEqualTo("a");
        assertThat(one.hasMoreElements()).isFalse();
        refused(NoSuchElementException.class, one::nextElement);
    }

    @Test
    @Requirement("QueueBrowser.getQueue-1")
    void aBrowserTellsItsQueueAndSelector() throws Exception {
        Session session = jms.session();
        QueueBrowser plain = session.createBrowser(jms.queue());
        assertThat(plain.getQueue()).isEqualTo(jms.queue());
        assertThat(plain.getMessageSelector()).isNull();
        if (jms.claims(Feature.QUEUE_SELECTORS)) {
            assertThat(session.createBrowser(jms.queue(), "a = 1").getMessageSelector())
                    .isEqualTo("a = 1");
        }
    }

    @Test
    @Requirement("JMSContext.createBrowser-1")
    void aContextBrowses() throws Exception {
        jms.send(jms.queue(), "a", "b");
        JMSContext context = jms.context();
        context.start();
        assertThat(texts(context.createBrowser(jms.queue()))).containsExactly("a", "b");
    }

    @Test
    @Requirement("4.1.6-1")
    void messagesThatAreBrowsedCanBeReadAndAreStillDeliveredAsFirst() throws Exception {
        Message message = jms.text("a");
        message.setIntProperty("n", 5);
        jms.send(jms.queue(), message);
        Session session = jms.session();
        Enumeration<?> all = session.createBrowser(jms.queue()).getEnumeration();
        Message browsed = (Message) all.nextElement();
        assertThat(browsed.getIntProperty("n")).isEqualTo(5);
        assertThat(browsed.getJMSMessageID()).isEqualTo(message.getJMSMessageID());
        Message received = jms.receive(session.createConsumer(jms.queue()));
        assertThat(received.getJMSRedelivered()).isFalse();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
    }

    private static List<String> texts(QueueBrowser browser) throws JMSException {
        List<String> texts = new ArrayList<>();
        Enumeration<?> all = browser.getEnumeration();
        while (all.hasMoreElements()) {
            texts.add(((TextMessage) all.nextElement()).getText());
        }
        return texts;
    }
}
