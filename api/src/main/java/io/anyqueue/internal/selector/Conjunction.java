package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import java.util.List;

/** A chain of conditions joined by AND; those after a false one are not evaluated. */
final class Conjunction implements Condition {

    private final Condition[] conditions;

    Conjunction(List<Condition> conditions) {
        this.conditions = conditions.toArray(Condition[]::new);
    }

    @Override
    public Truth test(MessageData message) {
        Truth result = Truth.TRUE;
        for (Condition condition : conditions) {
            result = result.and(condition.test(message));
            if (result == Truth.FALSE) {
                return result;
            }
        }
        return result;
    }
}
