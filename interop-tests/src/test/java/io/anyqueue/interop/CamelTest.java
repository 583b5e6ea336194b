package io.anyqueue.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.SubscriptionStatus;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.LambdaRouteBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;

/** Apache Camel's JMS component. */
final class CamelTest {
    private final InMemoryBroker broker = InMemoryBroker.create();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Journal journal = new Journal();
    private final ProducerTemplate template = camel.createProducerTemplate();

    @AfterEach
    void nothingIsLeftOpen() throws Exception {
        template.close();
        camel.close();
        Leftovers.awaitNoConnections(broker);
        assertThat(broker.temporaryDestinations()).isZero();
        broker.close();
    }

    @Test
    void routesHandleEachMessageInOrder() throws Exception {
        run(
                component(true),
                routes -> routes.from("jms:queue:orders").process(this::record).to("jms:queue:done"));
        List<String> ids = send("jms:queue:orders", 100);
        journal.awaitInOrder(ids);
        await().atMost(Journal.PATIENCE).until(() -> Load.idsIn(broker, "done").equals(ids));
    }

    @Test
    void bodiesAndHeadersOfAllKindsPass() throws Exception {
        Map<String, Object> seen = new ConcurrentHashMap<>();
        run(
                component(true),
                routes -> routes.from("jms:queue:values").process(exchange -> {
                    seen.put(
                            exchange.getMessage().getHeader("kind", String.class),
                            exchange.getMessage().getBody());
                    journal.saw(exchange.getMessage().getHeader("JMSCorrelationID", String.class));
                }));
        Map<String, Object> bodies =
                Map.of("text", "lemon", "bytes", new byte[] {1, 2, 3}, "map", Map.of("amount", 3, "name", "lemon"));
        bodies.forEach((kind, body) -> template.sendBodyAndHeaders(
                "jms:queue:values", body, Map.of("kind", kind, "JMSCorrelationID", "c-" + kind)));
        journal.awaitExactly(List.of("c-text", "c-bytes", "c-map"));
        assertThat(seen).usingRecursiveComparison().isEqualTo(bodies);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jms:queue:questions",
                "jms:queue:questions?replyTo=answers&replyToType=Shared",
                "jms:queue:questions?replyTo=answers&replyToType=Exclusive"
            })
    void eachRequestGetsItsOwnReply(String endpoint) throws Exception {
        run(component(true), this::answering);
        List<CompletableFuture<Object>> replies = new ArrayList<>();
        List<String> questions = Load.ids(50);
        questions.forEach(question -> replies.add(template.asyncRequestBody(endpoint, question)));
        for (int i = 0; i < questions.size(); i++) {
            assertThat(replies.get(i).join()).isEqualTo("reply to " + questions.get(i));
        }
        Load.awaitEmpty(broker, "questions");
        Load.awaitEmpty(broker, "answers");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestsWorkAgainAfterDroppedConnections(boolean recovery) throws Exception {
        run(component(recovery), this::answering);
        for (int i = 0; i < 3; i++) {
            String question = "m-" + i;
            await().atMost(Journal.PATIENCE)
                    .ignoreExceptionsInstanceOf(CamelExecutionException.class)
                    .untilAsserted(
                            () -> assertThat(template.requestBody("jms:queue:questions?requestTimeout=1000", question))
                                    .isEqualTo("reply to " + question));
            broker.faults().dropConnections();
        }
    }

    private void answering(RouteBuilder routes) {
        routes.from("jms:queue:questions?concurrentConsumers=3")
                .process(exchange -> exchange.getMessage().setBody("reply to " + body(exchange)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failedTransactionIsRolledBackWithItsSendsAndComesAgain(boolean managed) throws Exception {
        ConnectionFactory factory = factory(true);
        JmsComponent component = managed
                ? JmsComponent.jmsComponentTransacted(factory, new JmsTransactionManager(factory))
                : JmsComponent.jmsComponentTransacted(factory);
        component.getConfiguration().setLazyCreateTransactionManager(false);
        component.getConfiguration().setReceiveTimeout(100);
        Map<String, Integer> attempts = new ConcurrentHashMap<>();
        run(
                component,
                routes -> routes.from("jms:queue:orders").to("jms:queue:done").process(exchange -> {
                    String id = body(exchange);
                    int attempt = attempts.merge(id, 1, Integer::sum);
                    assertThat(exchange.getMessage().getHeader("JMSRedelivered", Boolean.class))
                            .isEqualTo(attempt > 1);
                    if (id.endsWith("5") && attempt < 3) {
                        throw new IllegalArgumentException("refused " + id);
                    }
                    journal.saw(id);
                }));
        List<String> ids = Load.ids(30);
        JmsTemplate sender = new JmsTemplate(factory);
        Load.send(sender, "orders", 30);
        journal.awaitExactly(ids);
        Load.awaitEmpty(broker, "orders");
        assertThat(Load.idsIn(broker, "done")).containsExactlyInAnyOrderElementsOf(ids);
        attempts.forEach((id, count) -> assertThat(count).as(id).isEqualTo(id.endsWith("5") ? 3 : 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void transactedRouteLosesNothingOverDroppedConnections(boolean recovery) throws Exception {
        JmsComponent component = JmsComponent.jmsComponentTransacted(factory(recovery));
        component.getConfiguration().setLazyCreateTransactionManager(false);
        component.getConfiguration().setReceiveTimeout(100);
        component.getConfiguration().setRecoveryInterval(20);
        Map<String, Integer> attempts = new ConcurrentHashMap<>();
        // Sent before the route begins to drop connections, or one drop may leave a send of the test in doubt.
        List<String> ids = Load.send(new JmsTemplate(factory(true)), "orders", 30);
        run(
                component,
                routes -> routes.from("jms:queue:orders").to("jms:queue:done").process(exchange -> {
                    String id = body(exchange);
                    if (id.endsWith("5") && attempts.merge(id, 1, Integer::sum) == 1) {
                        broker.faults().dropConnections();
                    }
                }));
        await().atMost(Journal.PATIENCE)
                .untilAsserted(() -> assertThat(Load.idsIn(broker, "done")).containsAll(ids));
        Load.awaitEmpty(broker, "orders");
        assertThat(Load.idsIn(broker, "done")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(attempts).hasSize(3);
    }

    @Test
    void deadLetterChannelTakesWhatKeepsFailing() throws Exception {
        run(component(true), routes -> {
            routes.errorHandler(routes.deadLetterChannel("jms:queue:dead")
                    .maximumRedeliveries(2)
                    .redeliveryDelay(1));
            routes.from("jms:queue:orders").process(exchange -> {
                if (body(exchange).endsWith("5")) {
                    throw new IllegalArgumentException("refused");
                }
                record(exchange);
            });
        });
        List<String> ids = send("jms:queue:orders", 10);
        journal.awaitInOrder(ids.stream().filter(id -> !id.equals("m-5")).toList());
        assertThat(Load.idsIn(broker, "dead")).containsExactly("m-5");
    }

    @Test
    void topicReachesEachRoute() throws Exception {
        Journal second = new Journal();
        run(component(true), routes -> {
            routes.from("jms:topic:prices").process(this::record);
            routes.from("jms:topic:prices").process(exchange -> second.saw(body(exchange)));
        });
        await().atMost(Journal.PATIENCE)
                .until(() -> broker.connections().stream()
                                .mapToInt(each -> each.receivers())
                                .sum()
                        == 2);
        List<String> ids = send("jms:topic:prices", 50);
        journal.awaitInOrder(ids);
        second.awaitInOrder(ids);
    }

    @Test
    void sharedDurableSubscriptionSpreadsOverConsumersAndOutlivesTheRoute() throws Exception {
        String endpoint = "jms:topic:prices?subscriptionShared=true&subscriptionDurable=true"
                + "&subscriptionName=pricing&concurrentConsumers=3";
        run(component(true), routes -> routes.from(endpoint).routeId("pricing").process(this::record));
        awaitSubscribers(3);
        List<String> expected = new ArrayList<>(send("jms:topic:prices", 100));
        journal.awaitExactly(expected);
        camel.getRouteController().stopRoute("pricing");
        awaitSubscribers(0);
        template.sendBody("jms:topic:prices", "missed");
        assertThat(broker.subscriptions())
                .singleElement()
                .satisfies(each -> assertThat(each.depth()).isEqualTo(1));
        camel.getRouteController().startRoute("pricing");
        expected.add("missed");
        journal.awaitExactly(expected);
    }

    private void awaitSubscribers(int count) {
        await().atMost(Journal.PATIENCE)
                .until(() -> broker.subscriptions().stream()
                                .mapToInt(SubscriptionStatus::consumers)
                                .sum()
                        == count);
    }

    @Test
    void selectorOfTheEndpointLeavesTheRest() throws Exception {
        run(
                component(true),
                routes ->
                        routes.from("jms:queue:orders?selector=colour='green'").process(this::record));
        template.sendBodyAndHeader("jms:queue:orders", "m-0", "colour", "red");
        template.sendBodyAndHeader("jms:queue:orders", "m-1", "colour", "green");
        journal.awaitInOrder(List.of("m-1"));
        assertThat(Load.idsIn(broker, "orders")).containsExactly("m-0");
    }

    private void run(JmsComponent component, LambdaRouteBuilder routes) throws Exception {
        camel.addComponent("jms", component);
        RouteBuilder.addRoutes(camel, routes);
        camel.start();
    }

    private JmsComponent component(boolean recovery) {
        JmsComponent component = JmsComponent.jmsComponentAutoAcknowledge(factory(recovery));
        component.getConfiguration().setReceiveTimeout(100);
        component.getConfiguration().setRecoveryInterval(20);
        component.getConfiguration().setRequestTimeout(Journal.PATIENCE.toMillis());
        return component;
    }

    private ConnectionFactory factory(boolean recovery) {
        return AnyQueue.builder(broker.url())
                .option(ClientOptions.RECOVERY, recovery)
                .build();
    }

    private List<String> send(String endpoint, int count) {
        List<String> ids = Load.ids(count);
        ids.forEach(id -> template.sendBody(endpoint, id));
        return ids;
    }

    private void record(Exchange exchange) {
        journal.saw(body(exchange));
    }

    private static String body(Exchange exchange) {
        return exchange.getMessage().getBody(String.class);
    }
}
