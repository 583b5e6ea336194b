package io.anyqueue.internal.selector;

import jakarta.jms.InvalidSelectorException;

/** Makes the exceptions of one selector, all of one form: the selector, the position counted from 1, found, expected. */
final class SelectorErrors {

    static final String CODE = "ANYQUEUE-INVALID-SELECTOR";

    /** Selectors made by programs can be huge; the message then shows the neighbourhood of the error. */
    private static final int LONGEST_SHOWN = 200;

    private static final int LONGEST_FOUND = 40;

    private final String selector;

    SelectorErrors(String selector) {
        this.selector = selector;
    }

    /** An error about the characters from {@code start} to {@code end}, which are quoted. */
    InvalidSelectorException quoting(int start, int end, String expected) {
        if (start == selector.length()) {
            return at(start, "the end", expected);
        }
        String found = end - start <= LONGEST_FOUND
                ? selector.substring(start, end)
                : selector.substring(start, start + LONGEST_FOUND) + "...";
        return at(start, '"' + found + '"', expected);
    }

    InvalidSelectorException at(int index, String found, String expected) {
        return new InvalidSelectorException(
                "Selector \"" + excerpt(index) + "\", position " + (index + 1) + ": found " + found + ", expected "
                        + expected,
                CODE);
    }

    private String excerpt(int index) {
        if (selector.length() <= LONGEST_SHOWN) {
            return selector;
        }
        int from = Math.max(0, Math.min(index - LONGEST_SHOWN / 2, selector.length() - LONGEST_SHOWN));
        int to = from + LONGEST_SHOWN;
        return (from > 0 ? "..." : "") + selector.substring(from, to) + (to < selector.length() ? "..." : "");
    }
}
