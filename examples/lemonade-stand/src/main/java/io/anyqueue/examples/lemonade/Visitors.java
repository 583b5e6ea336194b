package io.anyqueue.examples.lemonade;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * A crowd that visits a stand over HTTP, a few at a time. A visitor who is turned away, or gets no answer, tries again with
 * the same id, until all have been admitted or the crowd is sent home.
 *
 * <p>Used once, with nobody let in at first. The counts may be read by any thread.
 */
final class Visitors implements AutoCloseable {
    private static final int AT_A_TIME = 16;
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(10);
    private static final long RETRY_MILLIS = 50;

    private final URI traffic;
    private final List<Visit> visits;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger admitted = new AtomicInteger();
    private final LongAdder retries = new LongAdder();
    private final CountDownLatch sentHome = new CountDownLatch(1);
    private final Semaphore tickets = new Semaphore(0);
    private int sold;

    Visitors(URI stand, List<Visit> visits) {
        this.traffic = stand.resolve("/traffic");
        this.visits = List.copyOf(visits);
    }

    void start() {
        for (int i = 0; i < AT_A_TIME; i++) {
            Thread thread = new Thread(this::visitAll, "lemonade-visitor-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Lets visitors make so many visits in all; whoever comes later waits at the gate. Called by one thread. */
    void letIn(int number) {
        int more = Math.max(0, number - sold);
        sold += more;
        tickets.release(more);
    }

    /** How many visits the stand has confirmed. */
    int admitted() {
        return admitted.get();
    }

    /** How often a visit had to be tried again. */
    long retries() {
        return retries.sum();
    }

    /** Sends home whoever is still trying. */
    @Override
    public void close() {
        sentHome.countDown();
        threads.forEach(Thread::interrupt);
    }

    private void visitAll() {
        try {
            for (int i = next.getAndIncrement(); i < visits.size(); i = next.getAndIncrement()) {
                tickets.acquire();
                if (!visit(visits.get(i))) {
                    return;
                }
                admitted.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False where the crowd was sent home before the visit was admitted. */
    private boolean visit(Visit visit) throws InterruptedException {
        while (sentHome.getCount() > 0) {
            if (isAdmitted(visit)) {
                return true;
            }
            retries.increment();
            sentHome.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    private boolean isAdmitted(Visit visit) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(traffic)
                .timeout(ANSWER_WAIT)
                .header(StandServer.VISIT_ID, visit.id())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException e) {
            // No answer says nothing about the visit, so it is made again; the ledger tells the two apart from two
            // visits.
            return false;
        }
    }
}
