package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.MessageSelector;
import jakarta.jms.InvalidSelectorException;
import java.util.Objects;

/** Asks selectors about messages from outside: all three truth values are told apart by also asking the negation. */
final class Selecting {

    /** One property of each type, and all headers but the correlation id. */
    static final MessageData MESSAGE = MessageData.builder()
            .messageId("ID:7")
            .timestamp(1_700_000_000_000L)
            .type("car")
            .priority(7)
            .persistent(false)
            .property("color", "red")
            .property("digits", "5")
            .property("quoted", "it's")
            .property("empty", "")
            .property("on", true)
            .property("off", false)
            .property("five", (byte) 5)
            .property("seven", (short) 7)
            .property("weight", 3000)
            .property("largestInt", Integer.MAX_VALUE)
            .property("zero", 0)
            .property("big", 9_000_000_000L)
            .property("largestLong", Long.MAX_VALUE)
            .property("smallestLong", Long.MIN_VALUE)
            .property("tenth", 0.1f)
            .property("wide", 16_777_216f)
            .property("half", 0.5)
            .property("nan", Double.NaN)
            .property("negativeZero", -0.0)
            .property("nothing", null)
            .property("JMSXGroupID", "g1")
            .property("JMS_AnyQueue_x", 1)
            .property("$_", 1)
            .property("größe", 1)
            .property("\uD835\uDC65", 1)
            .build();

    private Selecting() {}

    static MessageSelector compile(String text) {
        try {
            MessageSelector selector = SelectorParser.compile(text);
            return Objects.requireNonNull(selector, text);
        } catch (InvalidSelectorException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static Truth truth(String text) {
        return truth(text, MESSAGE);
    }

    static Truth truth(String text, MessageData message) {
        boolean matches = compile(text).matches(message);
        boolean negationMatches = compile("NOT (" + text + ")").matches(message);
        if (matches && negationMatches) {
            throw new AssertionError("both the selector and its negation match: " + text);
        }
        if (matches) {
            return Truth.TRUE;
        }
        return negationMatches ? Truth.FALSE : Truth.UNKNOWN;
    }
}
