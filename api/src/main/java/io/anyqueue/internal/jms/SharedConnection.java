package io.anyqueue.internal.jms;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.anyqueue.internal.client.Failures;
import jakarta.jms.JMSException;
import java.util.concurrent.locks.ReentrantLock;

/** A connection that several contexts use; it closes with the last of them (section 6.3.5). Safe for use by any thread. */
final class SharedConnection {
    private final JmsConnection connection;
    private final ReentrantLock lock = new ReentrantLock();
    /** 0 once closed. */
    @GuardedBy("lock")
    private int users = 1;

    SharedConnection(JmsConnection connection) {
        this.connection = connection;
    }

    JmsConnection connection() {
        return connection;
    }

    void join() throws JMSException {
        lock.lock();
        try {
            if (users == 0) {
                throw Failures.closed("context", "createContext");
            }
            users++;
        } finally {
            lock.unlock();
        }
    }

    void leave() throws JMSException {
        boolean last;
        lock.lock();
        try {
            users--;
            last = users == 0;
        } finally {
            lock.unlock();
        }
        if (last) {
            connection.close();
        }
    }
}
