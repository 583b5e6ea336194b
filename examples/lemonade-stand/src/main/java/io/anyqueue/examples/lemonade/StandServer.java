package io.anyqueue.examples.lemonade;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The stand's HTTP side. Owned by {@link LemonadeStand}; requests are answered on a small pool of threads.
 *
 * <pre>
 *   GET  /               the page
 *   GET  /status         numbers for the page, as JSON
 *   POST /traffic        one visit; header Visit-Id, or a new id. 202: in the queue. 503: try again with the same id
 *   POST /worker/start   also /worker/stop and /worker/kill
 * </pre>
 */
final class StandServer implements AutoCloseable {
    /** The request header, and the header of the answer, with the id of a visit. */
    static final String VISIT_ID = "Visit-Id";

    private static final System.Logger LOG = System.getLogger(StandServer.class.getName());
    private static final int THREADS = 16;
    private static final int BACKLOG = 512;
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(1);

    private final Entrance entrance;
    private final WorkerSwitch worker;
    private final Ledger ledger;
    private final DepthGauge depth;
    private final byte[] page;
    private final ExecutorService threads;
    private final HttpServer server;

    /** Binds the port; requests are answered from {@link #start} on. */
    StandServer(int port, Entrance entrance, WorkerSwitch worker, Ledger ledger, DepthGauge depth) throws IOException {
        this.entrance = entrance;
        this.worker = worker;
        this.ledger = ledger;
        this.depth = depth;
        this.page = readPage();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "lemonade-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        serve("/", Map.of("/", new Route("GET", this::showPage)));
        serve("/status", Map.of("/status", new Route("GET", this::showStatus)));
        serve("/traffic", Map.of("/traffic", new Route("POST", this::admit)));
        serve(
                "/worker",
                Map.of(
                        "/worker/start", new Route("POST", exchange -> order(exchange, worker::start)),
                        "/worker/stop", new Route("POST", exchange -> order(exchange, worker::stop)),
                        "/worker/kill",
                                new Route("POST", exchange -> order(exchange, () -> worker.kill(KILL_PATIENCE)))));
    }

    private record Route(String method, HttpHandler handler) {}

    void start() {
        server.start();
    }

    URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    /** Answers what has been asked, for a second at most. Idempotent. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void serve(String prefix, Map<String, Route> routes) {
        server.createContext(prefix, exchange -> {
            try (exchange) {
                Route route = routes.get(exchange.getRequestURI().getPath());
                if (route == null) {
                    answer(exchange, 404, "There is nothing here; the stand is at /");
                } else if (!route.method().equals(exchange.getRequestMethod())) {
                    exchange.getResponseHeaders().set("Allow", route.method());
                    answer(exchange, 405, "Only " + route.method() + " is answered here");
                } else {
                    route.handler().handle(exchange);
                }
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "A request failed: " + exchange.getRequestURI(), e);
            }
        });
    }

    private void admit(HttpExchange exchange) throws IOException {
        String given = exchange.getRequestHeaders().getFirst(VISIT_ID);
        Optional<Visit> visit = given == null ? Optional.of(Visit.anonymous()) : Visit.of(given);
        if (visit.isEmpty()) {
            answer(exchange, 400, VISIT_ID + " must be " + Visit.FORM);
            return;
        }
        exchange.getResponseHeaders().set(VISIT_ID, visit.get().id());
        try {
            entrance.admit(visit.get());
        } catch (NotAdmittedException e) {
            LOG.log(System.Logger.Level.DEBUG, "A visit was not admitted", e);
            exchange.getResponseHeaders().set("Retry-After", "1");
            answer(exchange, 503, e.getMessage() + "; try again with the same " + VISIT_ID);
            return;
        }
        exchange.sendResponseHeaders(202, -1);
    }

    private interface Order {
        void carryOut() throws InterruptedException;
    }

    private void order(HttpExchange exchange, Order order) throws IOException {
        try {
            order.carryOut();
            showStatus(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer(exchange, 503, "The stand is closing");
        }
    }

    private void showPage(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'");
        answer(exchange, 200, "text/html; charset=utf-8", page);
    }

    private void showStatus(HttpExchange exchange) throws IOException {
        OptionalInt waiting = depth.read();
        String json = String.format(
                "{\"worker\":\"%s\",\"counted\":%d,\"duplicates\":%d,\"admitted\":%d,\"depth\":%s,\"depthLimit\":%d}",
                worker.state(),
                ledger.counted(),
                ledger.duplicates(),
                entrance.admitted(),
                waiting.isPresent() ? Integer.toString(waiting.getAsInt()) : "null",
                DepthGauge.MOST);
        answer(exchange, 200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        answer(exchange, status, "text/plain; charset=utf-8", body);
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] readPage() throws IOException {
        try (InputStream in = StandServer.class.getResourceAsStream("stand.html")) {
            if (in == null) {
                throw new IOException("The page stand.html is missing from the class path beside " + StandServer.class);
            }
            return in.readAllBytes();
        }
    }
}
