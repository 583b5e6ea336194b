package io.anyqueue.spi;

/**
 * A compiled message selector (section 3.8): the text for providers that filter remotely, the predicate for those that
 * filter here. Immutable and safe for use by any thread.
 */
public interface MessageSelector {

    /** The selector as the application wrote it. */
    String text();

    /** True only where the expression is true: unknown counts as no match (section 3.8.1.2). */
    boolean matches(MessageData message);
}
