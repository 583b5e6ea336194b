package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import java.util.List;

/** A chain of conditions joined by OR; those after a true one are not evaluated. */
final class Disjunction implements Condition {

    private final Condition[] conditions;

    Disjunction(List<Condition> conditions) {
        this.conditions = conditions.toArray(Condition[]::new);
    }

    @Override
    public Truth test(MessageData message) {
        Truth result = Truth.FALSE;
        for (Condition condition : conditions) {
            result = result.or(condition.test(message));
            if (result == Truth.TRUE) {
                return result;
            }
        }
        return result;
    }
}
