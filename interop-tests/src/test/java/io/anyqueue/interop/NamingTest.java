package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.inmemory.InMemoryBroker;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TopicConnectionFactory;
import java.util.Properties;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.support.destination.JndiDestinationResolver;
import org.springframework.jndi.JndiObjectFactoryBean;
import org.springframework.jndi.JndiTemplate;

/** Applications that look everything up: the JDK's {@code InitialContext} and Spring's JNDI support. */
@SuppressWarnings("BanJNDI") // the names and what is bound to them are this test's own
final class NamingTest {
    private final InMemoryBroker broker = InMemoryBroker.create();

    @AfterEach
    void close() {
        assertThat(broker.connections()).isEmpty();
        broker.close();
    }

    private Properties environment() {
        Properties environment = new Properties();
        environment.setProperty("java.naming.factory.initial", "io.anyqueue.jndi.AnyQueueInitialContextFactory");
        environment.setProperty("connectionFactory.jms/broker", broker.url());
        environment.setProperty("queue.jms/orders", "shop.orders");
        environment.setProperty("topic.jms/prices", "shop.prices");
        return environment;
    }

    @Test
    void lookedUpObjectsWorkTogether() throws NamingException, JMSException {
        InitialContext context = new InitialContext(environment());
        ConnectionFactory factory = (ConnectionFactory) context.lookup("jms/broker");
        Queue orders = (Queue) context.lookup("jms/orders");
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession();
            session.createProducer(orders).send(session.createTextMessage("m-0"));
            assertThat(Load.idsIn(broker, "shop.orders")).containsExactly("m-0");
            assertThat(Load.idOf(session.createConsumer(orders).receive(Journal.PATIENCE.toMillis())))
                    .isEqualTo("m-0");
        }
        context.close();
    }

    @Test
    void sameFactoryServesTheOlderDomains() throws NamingException, JMSException {
        InitialContext context = new InitialContext(environment());
        assertThat(context.lookup("jms/broker"))
                .isInstanceOf(QueueConnectionFactory.class)
                .isInstanceOf(TopicConnectionFactory.class);
        QueueConnectionFactory factory = (QueueConnectionFactory) context.lookup("jms/broker");
        try (QueueConnection connection = factory.createQueueConnection()) {
            var session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
            session.createSender((Queue) context.lookup("jms/orders")).send(session.createTextMessage("m-0"));
        }
        assertThat(Load.idsIn(broker, "shop.orders")).containsExactly("m-0");
    }

    @Test
    void springFindsFactoryAndDestinations() throws NamingException {
        JndiTemplate naming = new JndiTemplate(environment());
        JndiObjectFactoryBean bean = new JndiObjectFactoryBean();
        bean.setJndiTemplate(naming);
        bean.setJndiName("jms/broker");
        bean.setExpectedType(ConnectionFactory.class);
        bean.afterPropertiesSet();
        JndiDestinationResolver destinations = new JndiDestinationResolver();
        destinations.setJndiTemplate(naming);
        JmsTemplate template = new JmsTemplate((ConnectionFactory) bean.getObject());
        template.setDestinationResolver(destinations);
        template.setReceiveTimeout(Journal.PATIENCE.toMillis());
        template.convertAndSend("jms/orders", "m-0");
        assertThat(Load.idsIn(broker, "shop.orders")).containsExactly("m-0");
        assertThat(template.receiveAndConvert("jms/orders")).isEqualTo("m-0");
        assertThat(template.<Integer>browse("dynamicQueues/others", (session, browser) -> 0))
                .isZero();
    }

    @Test
    void unknownNameIsSaidToBeUnknown() {
        assertThatThrownBy(() -> new InitialContext(environment()).lookup("jms/nothing"))
                .isInstanceOf(NameNotFoundException.class)
                .hasMessageContaining("jms/nothing");
    }
}
