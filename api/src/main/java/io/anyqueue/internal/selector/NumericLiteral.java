package io.anyqueue.internal.selector;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as a selector writes them: "Java integer literal syntax" and "Java floating-point literal syntax" (section
 * 3.8.1.1), that is decimal, hexadecimal, octal and binary integers, underscores between digits, and the suffixes.
 *
 * <p>An exact literal is a long with or without its L, since "numbers in the range of Java long are supported" makes no
 * difference between the two; arithmetic with a literal therefore never wraps around at 32 bits. As in Java, the other
 * radices may write the negative numbers as their 64 bits.
 */
final class NumericLiteral {

    // Repetitions of single characters only: java.util.regex walks those in a loop, but recurses for repeated groups.
    private static final Pattern EXACT =
            Pattern.compile("(?:0[xX][0-9a-fA-F]++|0[bB][01]++|0[0-7]++|0|[1-9][0-9]*+)[lL]?+");

    private static final Pattern APPROXIMATE = Pattern.compile("(?=[0-9]*+[.eEfFdD])"
            + "(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+[fFdD]?+"
            + "|0[xX](?:[0-9a-fA-F]++\\.?+[0-9a-fA-F]*+|\\.[0-9a-fA-F]++)[pP][+-]?+[0-9]++[fFdD]?+");

    private static final Pattern ZERO = Pattern.compile("(?:0[xX])?+[0.]*+(?:[eEpP].*+)?+[fFdD]?+");

    private NumericLiteral() {}

    static boolean isWellFormed(String literal) {
        String digits = literal.replace("_", "");
        return underscoresAreBetweenDigits(literal)
                && (EXACT.matcher(digits).matches()
                        || APPROXIMATE.matcher(digits).matches());
    }

    /** The value of a well-formed literal after its sign; null where that is out of range. */
    static @Nullable Number valueOf(String literal, boolean negative) {
        String digits = literal.replace("_", "");
        try {
            return EXACT.matcher(digits).matches() ? exact(digits, negative) : approximate(digits, negative);
        } catch (NumberFormatException outOfRange) {
            // The only cause left for a literal that is well formed.
            return null;
        }
    }

    private static Number exact(String literal, boolean negative) {
        char last = literal.charAt(literal.length() - 1);
        String digits = last == 'l' || last == 'L' ? literal.substring(0, literal.length() - 1) : literal;
        if (digits.length() == 1 || digits.charAt(0) != '0') {
            return Long.parseLong(negative ? "-" + digits : digits);
        }
        long value = switch (digits.charAt(1)) {
            case 'x', 'X' -> Long.parseUnsignedLong(digits.substring(2), 16);
            case 'b', 'B' -> Long.parseUnsignedLong(digits.substring(2), 2);
            default -> Long.parseUnsignedLong(digits, 8);
        };
        return negative ? -value : value;
    }

    private static @Nullable Number approximate(String literal, boolean negative) {
        char last = literal.charAt(literal.length() - 1);
        if (last == 'f' || last == 'F') {
            float value = Float.parseFloat(literal);
            return isLost(value, literal) ? null : (Number) (negative ? -value : value);
        }
        double value = Double.parseDouble(literal);
        return isLost(value, literal) ? null : (Number) (negative ? -value : value);
    }

    /** Java refuses literals that round to infinity, and those that round to zero without being zero. */
    private static boolean isLost(double value, String literal) {
        return Double.isInfinite(value) || (value == 0 && !ZERO.matcher(literal).matches());
    }

    private static boolean underscoresAreBetweenDigits(String literal) {
        int radix = literal.startsWith("0x") || literal.startsWith("0X") ? 16 : 10;
        int length = literal.length();
        for (int i = literal.indexOf('_'); i >= 0; i = literal.indexOf('_', i)) {
            boolean digitBefore = i > 0 && Character.digit(literal.charAt(i - 1), radix) >= 0;
            while (i < length && literal.charAt(i) == '_') {
                i++;
            }
            if (!digitBefore || i == length || Character.digit(literal.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }
}
