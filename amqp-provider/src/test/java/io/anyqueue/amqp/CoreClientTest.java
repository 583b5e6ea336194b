package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.junit.jupiter.api.Test;

/** Messages between us and a client that speaks Artemis' own protocol, through the broker. */
final class CoreClientTest extends OnArtemis {

    private interface Exchange {
        void with(ClientSession core, Session session, Queue queue) throws Exception;
    }

    private void exchange(Exchange exchange) throws Exception {
        broker().createQueue(name);
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://localhost:" + broker().port());
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession core = factory.createSession()) {
            core.start();
            Session session = connect().createSession();
            exchange.with(core, session, session.createQueue(name));
        }
    }

    @Test
    void whatWeSendTheCoreClientReads() throws Exception {
        exchange((core, session, queue) -> {
            TextMessage text = session.createTextMessage("Grüße");
            text.setStringProperty("color", "green");
            text.setIntProperty("number", 7);
            text.setJMSCorrelationID("correlated");
            text.setJMSType("greeting");
            session.createProducer(queue).send(text);
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(new byte[] {1, 2, 3});
            session.createProducer(queue).send(bytes);
            ClientConsumer consumer = core.createConsumer(name);
            ClientMessage first = consumer.receive(SOON);
            assertThat(first.getType()).isEqualTo(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE);
            assertThat(String.valueOf(first.getBodyBuffer().readNullableSimpleString()))
                    .isEqualTo("Grüße");
            assertThat(first.getStringProperty("color")).isEqualTo("green");
            assertThat(first.getIntProperty("number")).isEqualTo(7);
            assertThat(first.getCorrelationID()).hasToString("correlated");
            assertThat(first.isDurable()).isTrue();
            ClientMessage second = consumer.receive(SOON);
            assertThat(second.getType()).isEqualTo(org.apache.activemq.artemis.api.core.Message.BYTES_TYPE);
            byte[] content = new byte[3];
            second.getBodyBuffer().readBytes(content);
            assertThat(content).containsExactly(1, 2, 3);
        });
    }

    @Test
    void whatTheCoreClientSendsWeRead() throws Exception {
        exchange((core, session, queue) -> {
            ClientMessage text = core.createMessage(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE, true);
            text.getBodyBuffer()
                    .writeNullableSimpleString(org.apache.activemq.artemis.api.core.SimpleString.of("Grüße"));
            text.putStringProperty("color", "green");
            text.putLongProperty("number", 7L);
            text.setPriority((byte) 8);
            core.createProducer(name).send(text);
            ClientMessage bytes = core.createMessage(org.apache.activemq.artemis.api.core.Message.BYTES_TYPE, false);
            bytes.getBodyBuffer().writeBytes(new byte[] {1, 2, 3});
            core.createProducer(name).send(bytes);
            Message first = session.createConsumer(queue).receive(SOON);
            assertThat(first.getBody(String.class)).isEqualTo("Grüße");
            assertThat(first.getStringProperty("color")).isEqualTo("green");
            assertThat(first.getLongProperty("number")).isEqualTo(7);
            assertThat(first.getJMSPriority()).isEqualTo(8);
            Message second = session.createConsumer(queue).receive(SOON);
            assertThat(second.getBody(byte[].class)).containsExactly(1, 2, 3);
            assertThat(second.getJMSDeliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.NON_PERSISTENT);
        });
    }
}
