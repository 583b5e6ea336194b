package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.jakarta9.instrument.jms.JmsInstrumentation;
import io.micrometer.jakarta9.instrument.jms.JmsProcessObservationContext;
import io.micrometer.jakarta9.instrument.jms.JmsPublishObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/** Micrometer's instrumentation of sessions, by itself and as Spring uses it. */
final class InstrumentationTest {
    private static final String TRACE = "traceparent";

    private final InMemoryBroker broker = InMemoryBroker.create();
    private final ConnectionFactory factory = AnyQueue.connectionFactory(broker.url());
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final Tracing tracing = new Tracing();
    private final Journal journal = new Journal();

    @BeforeEach
    void observe() {
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        observations.observationConfig().observationHandler(tracing);
    }

    @AfterEach
    void nothingIsLeftOpen() {
        Leftovers.closeUnconnected(broker);
    }

    @Test
    void publishingIsObservedForEachFormOfSend() throws JMSException {
        try (Connection connection = factory.createConnection()) {
            Session session = instrumented(connection.createSession());
            Queue orders = session.createQueue("orders");
            session.createProducer(orders).send(session.createTextMessage("m-0"));
            MessageProducer anonymous = session.createProducer(null);
            anonymous.send(orders, session.createTextMessage("m-1"));
            anonymous.send(orders, session.createTextMessage("m-2"), 1, 4, 60_000);
        }
        assertThat(timer("jms.message.publish").count()).isEqualTo(3);
        assertThat(timer("jms.message.publish").getId().getTag("messaging.operation"))
                .isEqualTo("publish");
        assertThat(tracing.published)
                .allSatisfy(each -> assertThat(each).contains(KeyValue.of("messaging.destination.name", "orders")));
        assertThat(broker.messages("orders"))
                .extracting(each -> each.properties().get(TRACE))
                .containsExactly("t-1", "t-2", "t-3");
    }

    @Test
    void processingIsObservedWithTheTraceOfThePublisher() throws JMSException {
        try (Connection connection = factory.createConnection()) {
            Session receiving = instrumented(connection.createSession());
            receiving
                    .createConsumer(receiving.createQueue("orders"))
                    .setMessageListener(message -> journal.saw(unchecked(message)));
            connection.start();
            Session sending = instrumented(connection.createSession());
            MessageProducer producer = sending.createProducer(sending.createQueue("orders"));
            for (String id : Load.ids(20)) {
                producer.send(sending.createTextMessage(id));
            }
            journal.awaitInOrder(Load.ids(20));
            await().atMost(Journal.PATIENCE)
                    .until(() -> timer("jms.message.process").count() == 20);
        }
        assertThat(tracing.continued).containsExactlyElementsOf(tracing.started);
        assertThat(timer("jms.message.process").getId().getTag("messaging.destination.temporary"))
                .isEqualTo("false");
    }

    @Test
    void failedSendIsObservedWithItsException() throws JMSException {
        try (Connection connection = factory.createConnection()) {
            Session session = connection.createSession();
            TemporaryQueue deleted = session.createTemporaryQueue();
            deleted.delete();
            MessageProducer producer = instrumented(session).createProducer(null);
            assertThatThrownBy(() -> producer.send(deleted, session.createTextMessage("m-0")))
                    .isInstanceOf(JMSException.class);
        }
        assertThat(timer("jms.message.publish").getId().getTag("exception")).isEqualTo("InvalidDestinationException");
    }

    @Test
    void springsTemplateAndContainerAreObserved() {
        JmsTemplate template = new JmsTemplate(factory);
        template.setObservationRegistry(observations);
        DefaultMessageListenerContainer container = Container.polling(factory, "orders", (message, session) -> {
            if (Load.idOf(message).equals("m-3") && !message.getJMSRedelivered()) {
                throw new IllegalArgumentException("refused");
            }
            journal.saw(Load.idOf(message));
        });
        container.setSessionTransacted(true);
        container.setObservationRegistry(observations);
        Container.started(container);
        journal.awaitInOrder(Load.send(template, "orders", 10));
        container.destroy();
        assertThat(timer("jms.message.publish").count()).isEqualTo(10);
        await().atMost(Journal.PATIENCE)
                .until(() -> timer("jms.message.process").count() == 11);
        assertThat(tracing.continued).hasSize(11).containsAll(tracing.started);
    }

    private Session instrumented(Session session) {
        return JmsInstrumentation.instrumentSession(session, observations);
    }

    private Timer timer(String name) {
        return meters.get(name).timer();
    }

    private static String unchecked(Message message) {
        try {
            return Load.idOf(message);
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    /** Carries a trace from publisher to processor in a message property, as tracers do. */
    private static final class Tracing implements ObservationHandler<Observation.Context> {
        private final List<String> started = new CopyOnWriteArrayList<>();
        private final List<String> continued = new CopyOnWriteArrayList<>();
        private final List<List<KeyValue>> published = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(Observation.Context context) {
            if (context instanceof JmsPublishObservationContext publish) {
                String trace = "t-" + (started.size() + 1);
                started.add(trace);
                publish.getSetter().set(publish.getCarrier(), TRACE, trace);
            } else if (context instanceof JmsProcessObservationContext process) {
                continued.add(String.valueOf(process.getGetter().get(process.getCarrier(), TRACE)));
            }
        }

        @Override
        public void onStop(Observation.Context context) {
            if (context instanceof JmsPublishObservationContext) {
                published.add(context.getAllKeyValues().stream().toList());
            }
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}
