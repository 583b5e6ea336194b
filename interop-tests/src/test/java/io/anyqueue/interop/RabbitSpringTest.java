package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.interop.Container.Transactions;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's {@code JmsTemplate} and {@code DefaultMessageListenerContainer}, transacted, on RabbitMQ. */
final class RabbitSpringTest extends OnRabbit {
    private static final int MESSAGES = 60;

    private final Set<String> redelivered = ConcurrentHashMap.newKeySet();

    private JmsTemplate template() {
        CachingConnectionFactory caching = new CachingConnectionFactory(factory("?recoveryDelay=20ms"));
        opened(caching::destroy);
        JmsTemplate template = new JmsTemplate(caching);
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        return template;
    }

    private String done() {
        return queue + ".done";
    }

    private void forward(Message message, Session session) throws JMSException {
        session.createProducer(session.createQueue(done())).send(session.createTextMessage(Load.idOf(message)));
    }

    private List<String> drain(JmsTemplate template, String from) {
        List<String> ids = new ArrayList<>();
        Object each = template.receiveAndConvert(from);
        while (each != null) {
            ids.add(each.toString());
            each = template.receiveAndConvert(from);
        }
        return ids;
    }

    /** Takes what arrives until every id has, and what may come after it while the container runs no more. */
    private List<String> awaitDone(JmsTemplate template, List<String> ids, DefaultMessageListenerContainer container) {
        List<String> arrived = new ArrayList<>();
        await().atMost(Journal.PATIENCE.multipliedBy(3)).until(() -> {
            arrived.addAll(drain(template, done()));
            return arrived.containsAll(ids);
        });
        container.destroy();
        arrived.addAll(drain(template, done()));
        return arrived;
    }

    @ParameterizedTest
    @EnumSource(
            value = Transactions.class,
            names = {"LOCAL", "MANAGER"})
    void whatAListenerSendsInItsTransactionArrivesOnceThoughItFailsFirst(Transactions transactions) {
        JmsTemplate template = template();
        List<String> ids = Load.send(template, queue, MESSAGES);
        Set<String> failed = ConcurrentHashMap.newKeySet();
        DefaultMessageListenerContainer container =
                Container.polling(factory(""), queue, transactions, (message, session) -> {
                    forward(message, session);
                    String id = Load.idOf(message);
                    if (message.getJMSRedelivered()) {
                        redelivered.add(id);
                    }
                    if (id.endsWith("5") && failed.add(id)) {
                        throw new IllegalStateException("the listener fails at " + id);
                    }
                });
        container.setConcurrency("2");
        Container.started(container);

        assertThat(awaitDone(template, ids, container)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(redelivered).containsAll(failed);
        assertThat(drain(template, queue)).isEmpty();
    }

    @Test
    void aContainerWhoseConnectionsTheBrokerClosesLosesNothing() throws Exception {
        // Says here that it is not run where the broker cannot be controlled; the listener would fail a delivery by it.
        broker().ctl("version");
        JmsTemplate template = template();
        List<String> ids = Load.send(template, queue, MESSAGES);
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        DefaultMessageListenerContainer container =
                Container.polling(factory("?recoveryDelay=20ms"), queue, Transactions.LOCAL, (message, session) -> {
                    forward(message, session);
                    if (handled.incrementAndGet() % 25 == 0) {
                        closeConnections();
                        closed.incrementAndGet();
                    }
                });
        Container.started(container);

        assertThat(new HashSet<>(awaitDone(template, ids, container))).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(handled.get()).isGreaterThanOrEqualTo(MESSAGES);
        assertThat(closed.get()).isGreaterThanOrEqualTo(2);
        assertThat(drain(template, queue)).isEmpty();
    }

    private void closeConnections() {
        try {
            broker().ctl("close_all_connections", "test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTemplateInATransactionSendsAndReceivesAtItsCommit() {
        CachingConnectionFactory caching = new CachingConnectionFactory(factory(""));
        opened(caching::destroy);
        JmsTemplate template = new JmsTemplate(caching);
        template.setReceiveTimeout(SOON);
        TransactionTemplate transaction = new TransactionTemplate(new JmsTransactionManager(caching));
        JmsTemplate outside = template();
        outside.convertAndSend(queue, "order");

        transaction.executeWithoutResult(status -> {
            assertThat(template.receiveAndConvert(queue)).isEqualTo("order");
            template.convertAndSend(done(), "rolled back");
            status.setRollbackOnly();
        });
        assertThat(outside.receiveAndConvert(done())).isNull();

        transaction.executeWithoutResult(status -> {
            assertThat(template.receiveAndConvert(queue)).isEqualTo("order");
            template.convertAndSend(done(), "committed");
            assertThat(outside.receiveAndConvert(done())).isNull();
        });
        assertThat(template.receiveAndConvert(done())).isEqualTo("committed");
        assertThat(outside.receiveAndConvert(queue)).isNull();
    }
}
