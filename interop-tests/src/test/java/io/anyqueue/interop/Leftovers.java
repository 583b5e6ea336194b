package io.anyqueue.interop;

import static org.awaitility.Awaitility.await;

import io.anyqueue.inmemory.InMemoryBroker;

/** What clients may not leave at a broker when they are done. Stateless. */
final class Leftovers {

    private Leftovers() {}

    /** Waits until nobody is connected: Spring may stop waiting for its threads before they have closed what they use. */
    static void awaitNoConnections(InMemoryBroker broker) {
        await().atMost(Journal.PATIENCE).until(() -> broker.connections().isEmpty());
    }

    /** Closes a broker at the end of a test, once nobody is connected. */
    static void closeUnconnected(InMemoryBroker broker) {
        awaitNoConnections(broker);
        broker.close();
    }
}
