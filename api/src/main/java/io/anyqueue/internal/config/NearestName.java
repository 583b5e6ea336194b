package io.anyqueue.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant: the one with the fewest edits, capitals aside. Stateless. */
final class NearestName {

    private NearestName() {}

    /** The nearest name, or empty where none is near: at most a third of the characters, or two, may differ. */
    static Optional<String> of(String written, Collection<String> known) {
        int limit = Math.max(2, written.length() / 3);
        return known.stream()
                .filter(each -> Math.abs(each.length() - written.length()) <= limit)
                .filter(each -> distance(written, each) <= limit)
                .min(Comparator.<String>comparingInt(each -> distance(written, each))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The Levenshtein distance, one row of the table at a time. */
    private static int distance(String one, String other) {
        String left = one.toLowerCase(Locale.ROOT);
        String right = other.toLowerCase(Locale.ROOT);
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] row = new int[right.length() + 1];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[right.length()];
    }
}
