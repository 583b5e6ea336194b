package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anyqueue.AnyQueue;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.Operation;
import io.anyqueue.spi.ClientOptions;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.BindException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(240)
class StandServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InMemoryBroker broker = InMemoryBroker.create();
    private final ConnectionFactory factory =
            AnyQueue.builder(broker.url()).option(ClientOptions.RECOVERY, false).build();
    private final HttpClient client = HttpClient.newHttpClient();
    private LemonadeStand stand;

    @BeforeEach
    void open() throws IOException {
        stand = LemonadeStand.open(factory, 0);
    }

    @AfterEach
    void close() {
        stand.close();
        broker.close();
    }

    private HttpResponse<String> request(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(stand.address().resolve(path)).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> visit(String id) throws IOException, InterruptedException {
        return request("POST", "/traffic", StandServer.VISIT_ID, id);
    }

    private int depth() {
        return broker.queue(LemonadeStand.QUEUE).depth();
    }

    @Test
    void servesThePage() throws Exception {
        HttpResponse<String> page = request("GET", "/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body()).startsWith("<!doctype html>").contains("/traffic", "/worker/", "/status");
        assertThat(page.body()).as("nothing is loaded from elsewhere").doesNotContain("http://", "https://", "src=");
    }

    @Test
    void putsAVisitIntoTheQueueAndOnlyThere() throws Exception {
        HttpResponse<String> answer = visit("a");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue(StandServer.VISIT_ID)).hasValue("a");
        assertThat(depth()).isEqualTo(1);
        assertThat(stand.ledger().counted()).isZero();
    }

    @Test
    void givesAVisitWithoutIdOne() throws Exception {
        String first = request("POST", "/traffic")
                .headers()
                .firstValue(StandServer.VISIT_ID)
                .orElseThrow();
        String second = request("POST", "/traffic")
                .headers()
                .firstValue(StandServer.VISIT_ID)
                .orElseThrow();

        assertThat(first).isNotEqualTo(second);
        stand.worker().start();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(stand.ledger().has(new Visit(second))).isTrue());
    }

    @Test
    void refusesAnIdOfAnotherForm() throws Exception {
        HttpResponse<String> answer = visit("a/b");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Visit-Id must be 1 to 64 letters");
        assertThat(depth()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"GET,/traffic,POST", "PUT,/traffic,POST", "POST,/,GET", "DELETE,/status,GET", "GET,/worker/stop,POST"})
    void refusesAnotherMethod(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer = request(method, path);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
        assertThat(depth()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"/nowhere", "/traffic/more", "/worker", "/worker/hire"})
    void knowsNoOtherPaths(String path) throws Exception {
        assertThat(request("POST", path).statusCode()).isEqualTo(404);
    }

    @Test
    void turnsVisitorsAwayWhileTheBrokerIsDown() throws Exception {
        assertThat(visit("a").statusCode()).isEqualTo(202);
        broker.faults().refuseConnections(true);
        broker.faults().dropConnections();

        HttpResponse<String> answer = visit("b");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("try again with the same Visit-Id");
        broker.faults().refuseConnections(false);
        assertThat(visit("b").statusCode()).isEqualTo(202);
        assertThat(depth()).isEqualTo(2);
    }

    @Test
    void turnsAVisitorAwayWhomTheQueueRefuses() throws Exception {
        broker.faults().fail(Operation.SEND, 1, new JMSException("no room"));

        assertThat(visit("a").statusCode()).isEqualTo(503);

        assertThat(depth()).isZero();
        assertThat(visit("a").statusCode()).isEqualTo(202);
    }

    @Test
    void countsAVisitOnceThatWasSentAgainBecauseTheAnswerWasLost() throws Exception {
        broker.faults().dropAfter(Operation.SEND);

        assertThat(visit("a").statusCode()).isEqualTo(503);
        assertThat(visit("a").statusCode()).isEqualTo(202);

        assertThat(depth()).isEqualTo(2);
        stand.worker().start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stand.ledger().duplicates()).isEqualTo(1));
        assertThat(stand.ledger().counted()).isEqualTo(1);
    }

    @Test
    void showsDepthAndCountsAndSwitchesTheWorker() throws Exception {
        visit("a");
        visit("b");

        assertThat(request("GET", "/status").body())
                .isEqualTo("{\"worker\":\"STOPPED\",\"counted\":0,\"duplicates\":0,\"admitted\":2,\"depth\":2,"
                        + "\"depthLimit\":50000}");

        assertThat(request("POST", "/worker/start").body()).contains("\"worker\":\"WORKING\"");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(request("GET", "/status").body()).contains("\"counted\":2", "\"depth\":0"));
        assertThat(request("POST", "/worker/stop").body()).contains("\"worker\":\"STOPPED\"");
        request("POST", "/worker/start");
        assertThat(request("POST", "/worker/kill").body()).contains("\"worker\":\"KILLED\"");
    }

    @Test
    void saysSoWhenTheDepthIsUnknown() throws Exception {
        broker.faults().refuseConnections(true);

        assertThat(request("GET", "/status").body()).contains("\"depth\":null");
    }

    @Test
    void leavesNoConnectionBehindWhenItCloses() throws Exception {
        visit("a");
        stand.worker().start();

        stand.close();
        stand.close();

        assertThat(broker.connections()).isEmpty();
    }

    @Test
    void opensOnTheGivenPortOrFails() {
        int taken = stand.address().getPort();

        assertThatThrownBy(() -> LemonadeStand.open(factory, taken).close()).isInstanceOf(BindException.class);
    }
}
