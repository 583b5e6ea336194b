package io.anyqueue.examples.lemonade;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.URI;

/**
 * An open stand: the web server whose visits go into a queue, and the worker that counts them. Made by {@link #open}, with
 * the worker not yet started. Safe for use by any thread; {@link #close} is idempotent.
 */
final class LemonadeStand implements AutoCloseable {
    /** The queue that visits wait in. */
    static final String QUEUE = "lemonade.visits";

    private static final int LANES = 8;

    private final Ledger ledger = new Ledger();
    private final Entrance entrance;
    private final WorkerSwitch worker;
    private final StandServer server;

    private LemonadeStand(ConnectionFactory factory, int port) throws IOException {
        entrance = new Entrance(factory, QUEUE, LANES);
        worker = new WorkerSwitch(factory, QUEUE, ledger);
        server = new StandServer(port, entrance, worker, ledger, new DepthGauge(factory, QUEUE));
    }

    /**
     * Opens a stand on this machine's loopback address.
     *
     * @param port 0 for any that is free
     */
    static LemonadeStand open(ConnectionFactory factory, int port) throws IOException {
        LemonadeStand stand = new LemonadeStand(factory, port);
        stand.server.start();
        return stand;
    }

    /** The address of the page. */
    URI address() {
        return server.address();
    }

    Ledger ledger() {
        return ledger;
    }

    WorkerSwitch worker() {
        return worker;
    }

    /** Closes the door first, then sends the worker home; visits that wait stay in the queue. */
    @Override
    public void close() {
        server.close();
        entrance.close();
        worker.close();
    }
}
