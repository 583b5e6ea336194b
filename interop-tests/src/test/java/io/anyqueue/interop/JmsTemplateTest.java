package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.QueuedMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsClient;
import org.springframework.jms.core.JmsMessagingTemplate;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.core.MessagePostProcessor;
import org.springframework.jms.support.destination.DestinationResolutionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's template over each way of sharing connections. */
@ParameterizedClass
@EnumSource(Client.Handling.class)
final class JmsTemplateTest {
    private final InMemoryBroker broker = InMemoryBroker.create();
    private final Client client;
    private final JmsTemplate template;

    JmsTemplateTest(Client.Handling handling) {
        client = handling.of(AnyQueue.connectionFactory(broker.url()));
        template = new JmsTemplate(client.factory());
        template.setReceiveTimeout(Journal.PATIENCE.toMillis());
    }

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(broker.temporaryDestinations()).isZero();
        client.close();
        assertThat(broker.connections()).isEmpty();
        broker.close();
    }

    @Test
    void whatIsSentIsReceivedOnceAndInOrder() {
        List<String> ids = Load.send(template, "orders", 200);
        List<String> received = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            received.add(text("orders"));
        }
        assertThat(received).isEqualTo(ids);
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertThat(template.receive("orders")).isNull();
        Load.awaitEmpty(broker, "orders");
    }

    @Test
    void convertersGetBackWhatTheyWereGiven() {
        List<Object> values =
                List.of("text", Map.of("amount", 3, "name", "lemon"), new ArrayList<>(List.of(1L, "two", 3.0)));
        values.forEach(value -> template.convertAndSend("values", value));
        template.convertAndSend("values", "bytes".getBytes(StandardCharsets.UTF_8));
        values.forEach(value -> assertThat(template.receiveAndConvert("values")).isEqualTo(value));
        assertThat(template.receiveAndConvert("values")).isEqualTo("bytes".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void postProcessorsSetHeadersAndProperties() throws Exception {
        MessagePostProcessor stamp = message -> {
            message.setJMSCorrelationID("c-1");
            message.setJMSType("order");
            message.setIntProperty("amount", 7);
            return message;
        };
        template.convertAndSend("orders", "m-0", stamp);
        Message received = template.receive("orders");
        assertThat(received.getJMSCorrelationID()).isEqualTo("c-1");
        assertThat(received.getJMSType()).isEqualTo("order");
        assertThat(received.getIntProperty("amount")).isEqualTo(7);
        assertThat(received.getJMSMessageID()).startsWith("ID:");
        assertThat(received.getJMSRedelivered()).isFalse();
    }

    @Test
    void qualityOfServiceReachesTheBroker() {
        template.setExplicitQosEnabled(true);
        template.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        template.setPriority(8);
        template.setTimeToLive(60_000);
        template.convertAndSend("orders", "m-0");
        QueuedMessage queued = broker.messages("orders").get(0);
        assertThat(queued.persistent()).isFalse();
        assertThat(queued.priority()).isEqualTo(8);
        assertThat(queued.expiration() - queued.timestamp()).isEqualTo(60_000);
        template.setDeliveryDelay(60_000);
        template.convertAndSend("orders", "m-1");
        assertThat(broker.queue("orders").depth()).isEqualTo(1);
        assertThat(broker.queue("orders").delayed()).isEqualTo(1);
    }

    @Test
    void eachRequestGetsItsOwnReply() throws JMSException {
        int requests = 20;
        CompletableFuture<Void> server = CompletableFuture.runAsync(() -> serve(requests));
        for (int i = 0; i < requests; i++) {
            String request = "m-" + i;
            Message reply = template.sendAndReceive("requests", session -> session.createTextMessage(request));
            assertThat(Load.idOf(reply)).isEqualTo("reply to " + request);
        }
        server.join();
    }

    private void serve(int requests) {
        JmsTemplate server = new JmsTemplate(client.factory());
        server.setReceiveTimeout(Journal.PATIENCE.toMillis());
        for (int i = 0; i < requests; i++) {
            server.execute(
                    session -> {
                        Message request = session.createConsumer(session.createQueue("requests"))
                                .receive(Journal.PATIENCE.toMillis());
                        Message reply = session.createTextMessage("reply to " + Load.idOf(request));
                        reply.setJMSCorrelationID(request.getJMSMessageID());
                        session.createProducer(request.getJMSReplyTo()).send(reply);
                        return null;
                    },
                    true);
        }
    }

    @Test
    void requestWithoutAnswerGivesNullAndLeavesNoTemporaryQueue() {
        template.setReceiveTimeout(50);
        assertThat(template.sendAndReceive("requests", Session::createMessage)).isNull();
        assertThat(broker.temporaryDestinations()).isZero();
        assertThat(broker.queue("requests").depth()).isEqualTo(1);
    }

    @Test
    void browsingShowsAllAndTakesNothing() {
        List<String> ids = Load.send(template, "orders", 30);
        List<String> browsed = template.browse("orders", (session, browser) -> texts(browser.getEnumeration()));
        assertThat(browsed).isEqualTo(ids);
        assertThat(Load.idsIn(broker, "orders")).isEqualTo(ids);
    }

    @Test
    void browsingWithSelectorShowsTheMatchingOnes() {
        sendNumbered(10);
        List<String> browsed =
                template.browseSelected("orders", "n >= 7", (session, browser) -> texts(browser.getEnumeration()));
        assertThat(browsed).containsExactly("m-7", "m-8", "m-9");
    }

    private static List<String> texts(Enumeration<?> messages) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (Object each : Collections.list(messages)) {
            texts.add(Load.idOf((Message) each));
        }
        return texts;
    }

    @Test
    void receivingSelectedLeavesTheOthersInOrder() {
        sendNumbered(10);
        assertThat(template.receiveSelectedAndConvert("orders", "n = 5")).isEqualTo("m-5");
        assertThat(template.receiveSelectedAndConvert("orders", "n BETWEEN 7 AND 8"))
                .isEqualTo("m-7");
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertThat(template.receiveSelected("orders", "n > 10")).isNull();
        template.setReceiveTimeout(Journal.PATIENCE.toMillis());
        for (int i : new int[] {0, 1, 2, 3, 4, 6, 8, 9}) {
            assertThat(text("orders")).isEqualTo("m-" + i);
        }
    }

    private void sendNumbered(int count) {
        IntStream.range(0, count)
                .forEach(i -> template.convertAndSend("orders", "m-" + i, message -> {
                    message.setIntProperty("n", i);
                    return message;
                }));
    }

    @Test
    void clientAcknowledgementsAreGivenByTheTemplate() {
        template.setSessionAcknowledgeMode(Session.CLIENT_ACKNOWLEDGE);
        Load.send(template, "orders", 2);
        assertThat(text("orders")).isEqualTo("m-0");
        assertThat(text("orders")).isEqualTo("m-1");
        Load.awaitEmpty(broker, "orders");
    }

    @Test
    void locallyTransactedTemplateCommitsEachCall() {
        template.setSessionTransacted(true);
        List<String> ids = Load.send(template, "orders", 3);
        assertThat(Load.idsIn(broker, "orders")).isEqualTo(ids);
        ids.forEach(id -> assertThat(text("orders")).isEqualTo(id));
        Load.awaitEmpty(broker, "orders");
    }

    @Test
    void transactionSpansReceiveAndSend() {
        TransactionTemplate transaction = new TransactionTemplate(new JmsTransactionManager(client.factory()));
        Load.send(template, "orders", 1);
        transaction.executeWithoutResult(status -> {
            template.convertAndSend("done", text("orders"));
            assertThat(broker.queue("done").depth()).isZero();
        });
        assertThat(Load.idsIn(broker, "done")).containsExactly("m-0");
        Load.awaitEmpty(broker, "orders");
    }

    @Test
    void rolledBackTransactionSendsNothingAndGivesBackWhatItReceived() {
        TransactionTemplate transaction = new TransactionTemplate(new JmsTransactionManager(client.factory()));
        Load.send(template, "orders", 3);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    template.convertAndSend("done", text("orders"));
                    template.convertAndSend("done", text("orders"));
                    throw new IllegalArgumentException("refused");
                }))
                .hasMessage("refused");
        assertThat(broker.queue("done").depth()).isZero();
        // In a transaction again: a cached consumer of the first one may hold the messages that it gave back.
        List<Message> again = transaction.execute(
                status -> List.of(template.receive("orders"), template.receive("orders"), template.receive("orders")));
        assertThat(again).extracting(Load::idOf).containsExactly("m-0", "m-1", "m-2");
        assertThat(again).extracting(Message::getJMSRedelivered).containsExactly(true, true, false);
        assertThat(again)
                .extracting(message -> message.getIntProperty("JMSXDeliveryCount"))
                .containsExactly(2, 2, 1);
        Load.awaitEmpty(broker, "orders");
    }

    @Test
    void messagingTemplateAndJmsClientExchangePayloadsWithHeaders() {
        new JmsMessagingTemplate(client.factory()).convertAndSend("orders", "m-0", Map.of("colour", "green"));
        var received = JmsClient.create(client.factory()).destination("orders").receive();
        assertThat(received).isPresent();
        assertThat(received.get().getPayload()).isEqualTo("m-0");
        assertThat(received.get().getHeaders()).containsEntry("colour", "green");
    }

    @Test
    void sendingWithoutDestinationIsRefusedByTheTemplate() {
        assertThatThrownBy(() -> template.convertAndSend("m-0"))
                .isInstanceOfAny(IllegalStateException.class, DestinationResolutionException.class);
    }

    private String text(String queue) {
        return String.valueOf(template.receiveAndConvert(queue));
    }
}
