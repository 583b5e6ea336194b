package io.anyqueue.inmemory;

import io.anyqueue.spi.TimeSource;

/** The clock of whichever broker has a name at the time of asking; the machine's while there is none. Immutable. */
final class NamedClock implements TimeSource {
    private final String brokerName;

    NamedClock(String brokerName) {
        this.brokerName = brokerName;
    }

    @Override
    public long currentTimeMillis() {
        return current().currentTimeMillis();
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
        return current().schedule(delayMillis, task);
    }

    private TimeSource current() {
        InMemoryBroker broker = Brokers.find(brokerName);
        return broker == null ? TimeSource.system() : broker.clock();
    }
}
