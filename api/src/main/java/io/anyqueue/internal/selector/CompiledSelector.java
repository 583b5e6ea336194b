package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.MessageSelector;

/** A selector's text with the condition it compiled to. Immutable; usable by any thread. */
final class CompiledSelector implements MessageSelector {

    private final String text;
    private final String parenthesized;
    private final Condition condition;

    CompiledSelector(String text, String parenthesized, Condition condition) {
        this.text = text;
        this.parenthesized = parenthesized;
        this.condition = condition;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public String parenthesized() {
        return parenthesized;
    }

    @Override
    public boolean matches(MessageData message) {
        return condition.test(message) == Truth.TRUE;
    }

    /** The text decides: two selectors of the same text select the same messages. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CompiledSelector selector && text.equals(selector.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "selector \"" + text + "\"";
    }
}
