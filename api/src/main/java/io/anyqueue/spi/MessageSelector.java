package io.anyqueue.spi;

/**
 * A compiled message selector (section 3.8): the text for providers that filter remotely, the predicate for those that
 * filter here. Immutable and safe for use by any thread.
 */
public interface MessageSelector {

    /** The selector as the application wrote it. */
    String text();

    /**
     * The selector with parentheses around whatever a NOT negates, for those who read NOT before the operator that follows it;
     * else as the application wrote it. It selects the same messages.
     */
    default String parenthesized() {
        return text();
    }

    /** True only where the expression is true: unknown counts as no match (section 3.8.1.2). */
    boolean matches(MessageData message);
}
