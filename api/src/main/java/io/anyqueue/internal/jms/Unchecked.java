package io.anyqueue.internal.jms;

import io.anyqueue.internal.client.Failures;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** Runs the classic API for the simplified one: every checked exception becomes its unchecked twin (section 7.4.2). */
final class Unchecked {

    /** A call with a result. */
    interface Call<T> {
        T run() throws JMSException;
    }

    /** A call whose result may be null. */
    interface Query<T> {
        @Nullable
        T run() throws JMSException;
    }

    /** A call without a result. */
    interface Action {
        void run() throws JMSException;
    }

    private Unchecked() {}

    static <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (JMSException e) {
            throw Failures.unchecked(e);
        }
    }

    static <T> @Nullable T find(Query<T> query) {
        try {
            return query.run();
        } catch (JMSException e) {
            throw Failures.unchecked(e);
        }
    }

    static void run(Action action) {
        try {
            action.run();
        } catch (JMSException e) {
            throw Failures.unchecked(e);
        }
    }
}
