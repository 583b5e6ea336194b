package io.anyqueue.inmemory;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.JMSException;
import java.time.Duration;

/** Something that goes wrong with one operation. Immutable. */
sealed interface Fault {

    /** Does to an operation and its answer what is to go wrong. */
    <T> void around(MemoryConnection connection, Completion<T> completion, Effect<T> effect);

    /** The same for a settlement, which has no answer. */
    void aroundSettlement(MemoryConnection connection, Runnable effect);

    /** The operation is refused without effect. */
    record Failure(JMSException cause) implements Fault {
        @Override
        public <T> void around(MemoryConnection connection, Completion<T> completion, Effect<T> effect) {
            completion.failed(cause);
        }

        @Override
        public void aroundSettlement(MemoryConnection connection, Runnable effect) {
            throw new IllegalStateException("Settlements cannot fail; Faults lets nobody ask for it");
        }
    }

    /** The connection is lost before or after the effect; either way no answer comes. */
    record Cut(Operation operation, boolean afterEffect) implements Fault {
        @Override
        public <T> void around(MemoryConnection connection, Completion<T> completion, Effect<T> effect) {
            if (!afterEffect) {
                cut(connection, completion);
                return;
            }
            effect.attempt(new Completion<>() {
                @Override
                public void completed(T result) {
                    cut(connection, completion);
                }

                @Override
                public void failed(JMSException cause) {
                    cut(connection, completion);
                }
            });
        }

        @Override
        public void aroundSettlement(MemoryConnection connection, Runnable effect) {
            if (afterEffect) {
                effect.run();
            }
            connection.lose(cause(connection));
        }

        private <T> void cut(MemoryConnection connection, Completion<T> completion) {
            ConnectionLostException cause = cause(connection);
            completion.failed(cause);
            connection.lose(cause);
        }

        private ConnectionLostException cause(MemoryConnection connection) {
            return Refusals.lost(
                    connection.toString(), "a fault cut it " + (afterEffect ? "after " : "before ") + operation);
        }
    }

    /** The effect comes at once, the answer later, by the broker's clock. */
    record Lateness(Duration delay) implements Fault {
        @Override
        public <T> void around(MemoryConnection connection, Completion<T> completion, Effect<T> effect) {
            LateAnswer<T> late = new LateAnswer<>(connection, completion, delay.toMillis());
            connection.expect(late);
            effect.attempt(late);
        }

        @Override
        public void aroundSettlement(MemoryConnection connection, Runnable effect) {
            throw new IllegalStateException("Settlements cannot be late; Faults lets nobody ask for it");
        }
    }
}
