package io.anyqueue.inmemory;

import io.anyqueue.spi.Completion;
import jakarta.jms.JMSException;

/**
 * What an operation does, apart from being allowed to and being answered.
 *
 * @param <T> the operation's result
 */
interface Effect<T> {

    /** Completes the answer, at once or later, or throws why not. */
    void run(Completion<T> answer) throws JMSException;

    /** Runs it; what it throws becomes the answer. */
    default void attempt(Completion<T> answer) {
        try {
            run(answer);
        } catch (JMSException e) {
            answer.failed(e);
        }
    }
}
