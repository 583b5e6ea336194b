package io.anyqueue.internal.selector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of {@link Token}: reserved words, operators and punctuation, and the open classes. */
enum TokenKind {
    END,
    STRING,
    NUMBER,
    IDENTIFIER,
    NULL,
    TRUE,
    FALSE,
    NOT,
    AND,
    OR,
    BETWEEN,
    LIKE,
    IN,
    IS,
    ESCAPE,
    LEFT_PARENTHESIS,
    RIGHT_PARENTHESIS,
    COMMA,
    PLUS,
    MINUS,
    TIMES,
    DIVIDE,
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    private static final Map<String, TokenKind> RESERVED = Arrays.stream(values())
            .filter(kind -> kind.compareTo(NULL) >= 0 && kind.compareTo(ESCAPE) <= 0)
            .collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    /** The kind of a word: reserved in any case, or an identifier. */
    static TokenKind ofWord(String word) {
        // Only ASCII may be folded: upper-casing would also turn a dotless i into I, and a long s into S.
        boolean ascii = word.chars().allMatch(character -> character < 128);
        return ascii ? RESERVED.getOrDefault(word.toUpperCase(Locale.ROOT), IDENTIFIER) : IDENTIFIER;
    }

    @Nullable
    ComparisonOperator comparison() {
        return switch (this) {
            case EQUAL -> ComparisonOperator.EQUAL;
            case NOT_EQUAL -> ComparisonOperator.NOT_EQUAL;
            case LESS -> ComparisonOperator.LESS;
            case LESS_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
            case GREATER -> ComparisonOperator.GREATER;
            case GREATER_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    @Nullable
    ArithmeticOperator additive() {
        return switch (this) {
            case PLUS -> ArithmeticOperator.ADD;
            case MINUS -> ArithmeticOperator.SUBTRACT;
            default -> null;
        };
    }

    @Nullable
    ArithmeticOperator multiplicative() {
        return switch (this) {
            case TIMES -> ArithmeticOperator.MULTIPLY;
            case DIVIDE -> ArithmeticOperator.DIVIDE;
            default -> null;
        };
    }
}
