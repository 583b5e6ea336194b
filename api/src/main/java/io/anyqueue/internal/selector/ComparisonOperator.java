package io.anyqueue.internal.selector;

import org.jspecify.annotations.Nullable;

/**
 * The six comparisons of values. What section 3.8.1.1 says, and what it leaves open, decided in one place:
 *
 * <ul>
 *   <li>"If either of the type values evaluates to NULL, the value of the expression is unknown."
 *   <li>Numbers of any type compare by Java's promotion; as in Java, NaN differs from everything, itself included.
 *   <li>"If the comparison of non-like type values is attempted, the value of the operation is false." The sentence names
 *       every comparison operation and says false, not unknown (which the sentence after it reserves for NULL). So for
 *       the string '5' both {@code p = 5} and {@code p <> 5} are false, and {@code NOT (p = 5)} is true.
 *   <li>"String and Boolean comparison is restricted to = and &lt;&gt;." Ordering two strings or Booleans that come from
 *       properties cannot be refused in advance and has no defined value: it is unknown. Where the selector's
 *       text shows it, it is refused when compiled.
 * </ul>
 */
enum ComparisonOperator {
    EQUAL(Relation.EQUAL | Relation.SAME),
    NOT_EQUAL(Relation.LESS | Relation.GREATER | Relation.UNORDERED | Relation.DIFFERENT),
    LESS(Relation.LESS),
    LESS_OR_EQUAL(Relation.LESS | Relation.EQUAL),
    GREATER(Relation.GREATER),
    GREATER_OR_EQUAL(Relation.GREATER | Relation.EQUAL);

    private final int accepted;

    ComparisonOperator(int accepted) {
        this.accepted = accepted;
    }

    /** True for the four that only numbers have. */
    boolean isOrdering() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    Truth apply(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return Truth.UNKNOWN;
        }
        int relation = Relation.between(left, right);
        if (isOrdering() && (relation & Relation.WITHOUT_ORDER) != 0) {
            return Truth.UNKNOWN;
        }
        return Truth.of((relation & accepted) != 0);
    }
}
