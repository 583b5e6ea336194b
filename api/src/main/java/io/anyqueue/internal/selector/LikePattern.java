package io.anyqueue.internal.selector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A LIKE pattern, compiled to code points and two wildcards. Matching allocates nothing and takes at most time
 * proportional to the product of the lengths, whatever the pattern: a regular expression would not promise that.
 */
final class LikePattern {

    private static final int ANY_CHARACTER = -1;
    private static final int ANY_SEQUENCE = -2;

    private final int[] elements;

    private LikePattern(int[] elements) {
        this.elements = elements;
    }

    /**
     * Compiles a pattern. The escape character takes their special meaning from {@code _} and {@code %} and, as in SQL, from
     * itself; before anything else it is one of the "other characters" that stand for themselves.
     *
     * @param escape the code point of the escape character, or null for none
     */
    static LikePattern compile(String pattern, @Nullable Integer escape) {
        int[] characters = pattern.codePoints().toArray();
        int[] elements = new int[characters.length];
        int count = 0;
        for (int i = 0; i < characters.length; i++) {
            boolean escaped = escape != null
                    && characters[i] == escape
                    && i + 1 < characters.length
                    && (isWildcard(characters[i + 1]) || characters[i + 1] == escape);
            if (escaped) {
                elements[count++] = characters[++i];
            } else {
                elements[count++] = element(characters[i]);
            }
        }
        return new LikePattern(Arrays.copyOf(elements, count));
    }

    private static boolean isWildcard(int character) {
        return character == '_' || character == '%';
    }

    boolean matches(String text) {
        int position = 0;
        int element = 0;
        int afterSequence = -1;
        int retryFrom = 0;
        while (position < text.length()) {
            int character = text.codePointAt(position);
            if (element < elements.length && elements[element] == ANY_SEQUENCE) {
                afterSequence = ++element;
                retryFrom = position;
            } else if (element < elements.length && accepts(elements[element], character)) {
                element++;
                position += Character.charCount(character);
            } else if (afterSequence >= 0) {
                // The last % takes one character more. Earlier ones need not be tried again: what stands between them
                // was matched as early as possible.
                retryFrom += Character.charCount(text.codePointAt(retryFrom));
                position = retryFrom;
                element = afterSequence;
            } else {
                return false;
            }
        }
        return onlySequencesFrom(element);
    }

    private boolean onlySequencesFrom(int start) {
        for (int i = start; i < elements.length; i++) {
            if (elements[i] != ANY_SEQUENCE) {
                return false;
            }
        }
        return true;
    }

    private static boolean accepts(int element, int character) {
        return element == ANY_CHARACTER || element == character;
    }

    private static int element(int character) {
        return switch (character) {
            case '_' -> ANY_CHARACTER;
            case '%' -> ANY_SEQUENCE;
            default -> character;
        };
    }
}
