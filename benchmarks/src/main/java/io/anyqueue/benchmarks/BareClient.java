package io.anyqueue.benchmarks;

import jakarta.jms.JMSException;
import java.io.IOException;

/**
 * A client of one queue that is measured in rounds of sending or receiving, whatever its API is. Used by one thread.
 *
 * @see Rounds
 */
interface BareClient extends AutoCloseable {

    /** Sends as many, and returns when the broker has taken them all. */
    void send(int count) throws Exception;

    /** Sends one, and returns when the broker has taken it. */
    void sendOne() throws Exception;

    /** Receives and acknowledges as many the way the workload says, and adds what that takes to the meter. */
    void receive(int count, Meter meter) throws Exception;

    /** Takes as many off the queue, fast. */
    void drain(int count) throws Exception;

    @Override
    void close() throws IOException, JMSException;
}
