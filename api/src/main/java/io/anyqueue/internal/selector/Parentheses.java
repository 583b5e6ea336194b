package io.anyqueue.internal.selector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where a selector has parentheses, and where some may be added without changing what it means. Owned by one parser. */
final class Parentheses {
    private record Pair(int open, int close) {}

    private record Sign(int at, char sign) {}

    private final Set<Pair> present = new HashSet<>();
    private final Set<Pair> possible = new HashSet<>();

    /** The text from one index to before another is in parentheses, these included. */
    void found(int open, int close) {
        present.add(new Pair(open, close));
    }

    /** The text from one index to before another may be put in parentheses. */
    void possible(int open, int close) {
        possible.add(new Pair(open, close));
    }

    /** The text with those added that are possible and not present. */
    String addedTo(String text) {
        List<Sign> signs = new ArrayList<>();
        for (Pair each : possible) {
            if (!present.contains(each)) {
                signs.add(new Sign(each.open, '('));
                signs.add(new Sign(each.close, ')'));
            }
        }
        if (signs.isEmpty()) {
            return text;
        }
        signs.sort(Comparator.comparingInt(Sign::at));
        StringBuilder added = new StringBuilder(text.length() + signs.size());
        int from = 0;
        for (Sign each : signs) {
            added.append(text, from, each.at).append(each.sign);
            from = each.at;
        }
        return added.append(text, from, text.length()).toString();
    }
}
