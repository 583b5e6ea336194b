package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;

/** Spring's annotated listeners, as most applications write them. */
final class AnnotatedListenerTest {
    private static final String BROKER = "annotated-listeners";

    private final InMemoryBroker broker = InMemoryBroker.named(BROKER);

    @AfterEach
    void close() {
        Leftovers.closeUnconnected(broker);
    }

    @Test
    void listenersGetPayloadAndHeadersAndTheirResultsAreReplies() throws JMSException {
        try (var context = new AnnotationConfigApplicationContext(Application.class)) {
            JmsTemplate template = context.getBean(JmsTemplate.class);
            template.convertAndSend("orders", Map.of("id", "m-0"), message -> {
                message.setStringProperty("colour", "green");
                return message;
            });
            context.getBean(Journal.class).awaitInOrder(List.of("m-0 green"));
            assertThat(template.receiveAndConvert("receipts")).isEqualTo("receipt of m-0");
            Message reply = template.sendAndReceive("questions", session -> session.createTextMessage("why"));
            assertThat(Load.idOf(reply)).isEqualTo("why not");
        }
    }

    /** The application. */
    @Configuration
    @EnableJms
    static class Application {

        @Bean
        ConnectionFactory connectionFactory() {
            return AnyQueue.connectionFactory("inmemory:" + BROKER);
        }

        @Bean
        DefaultJmsListenerContainerFactory jmsListenerContainerFactory(ConnectionFactory factory) {
            DefaultJmsListenerContainerFactory containers = new DefaultJmsListenerContainerFactory();
            containers.setConnectionFactory(factory);
            containers.setSessionTransacted(true);
            containers.setReceiveTimeout(100L);
            return containers;
        }

        @Bean
        JmsTemplate jmsTemplate(ConnectionFactory factory) {
            JmsTemplate template = new JmsTemplate(factory);
            template.setReceiveTimeout(Journal.PATIENCE.toMillis());
            return template;
        }

        @Bean
        Journal journal() {
            return new Journal();
        }

        @Bean
        Listeners listeners(Journal journal) {
            return new Listeners(journal);
        }
    }

    /** Public, with public methods, as Spring's reflection wants them. */
    public static final class Listeners {
        private final Journal journal;

        Listeners(Journal journal) {
            this.journal = journal;
        }

        @JmsListener(destination = "orders")
        @SendTo("receipts")
        public String order(Map<String, String> order, @Header("colour") String colour) {
            journal.saw(order.get("id") + ' ' + colour);
            return "receipt of " + order.get("id");
        }

        @JmsListener(destination = "questions")
        public String question(String text) {
            return text + " not";
        }
    }
}
