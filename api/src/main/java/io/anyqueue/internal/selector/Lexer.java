package io.anyqueue.internal.selector;

import jakarta.jms.InvalidSelectorException;

/** Cuts a selector into tokens, one at a call. Owned by one parser; not thread safe. */
final class Lexer {

    private final String selector;
    private final SelectorErrors errors;
    private int position;

    Lexer(String selector, SelectorErrors errors) {
        this.selector = selector;
        this.errors = errors;
    }

    /** The next token; {@link TokenKind#END} for ever once the text is used up. */
    Token next() throws InvalidSelectorException {
        skipWhitespace();
        if (position == selector.length()) {
            return new Token(TokenKind.END, "", position, position);
        }
        int start = position;
        int first = selector.codePointAt(start);
        if (Character.isJavaIdentifierStart(first)) {
            return word(start);
        }
        if (isDigit(start) || (first == '.' && isDigit(start + 1))) {
            return number(start);
        }
        return first == '\'' ? string(start) : symbol(start);
    }

    /** Space, tab, form feed and line terminators, as section 3.8.1.1 has it; other Unicode spaces are not whitespace. */
    private void skipWhitespace() {
        while (position < selector.length() && " \t\f\r\n".indexOf(selector.charAt(position)) >= 0) {
            position++;
        }
    }

    private Token word(int start) {
        while (position < selector.length() && Character.isJavaIdentifierPart(selector.codePointAt(position))) {
            position += Character.charCount(selector.codePointAt(position));
        }
        String word = selector.substring(start, position);
        return new Token(TokenKind.ofWord(word), word, start, position);
    }

    private Token string(int start) throws InvalidSelectorException {
        StringBuilder text = new StringBuilder();
        position++;
        while (true) {
            int quote = selector.indexOf('\'', position);
            if (quote < 0) {
                throw errors.at(start, "a string without an end", "a closing quote (')");
            }
            text.append(selector, position, quote);
            position = quote + 1;
            if (position == selector.length() || selector.charAt(position) != '\'') {
                return new Token(TokenKind.STRING, text.toString(), start, position);
            }
            text.append('\'');
            position++;
        }
    }

    /** Takes all that could belong to a number before it judges, so that the error shows all of {@code 5apples}. */
    private Token number(int start) throws InvalidSelectorException {
        boolean hexadecimal = selector.startsWith("0x", start) || selector.startsWith("0X", start);
        while (position < selector.length() && (isNumberPart(position) || isExponentSign(position, hexadecimal))) {
            position++;
        }
        String literal = selector.substring(start, position);
        if (!NumericLiteral.isWellFormed(literal)) {
            throw errors.quoting(start, position, "a number such as 57, -95.7, 7E3 or 0x1F");
        }
        return new Token(TokenKind.NUMBER, literal, start, position);
    }

    private boolean isNumberPart(int index) {
        char character = selector.charAt(index);
        return isDigit(index)
                || (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || character == '_'
                || character == '.';
    }

    private boolean isExponentSign(int index, boolean hexadecimal) {
        char character = selector.charAt(index);
        String exponent = hexadecimal ? "pP" : "eE";
        return (character == '+' || character == '-') && exponent.indexOf(selector.charAt(index - 1)) >= 0;
    }

    private boolean isDigit(int index) {
        return index < selector.length() && selector.charAt(index) >= '0' && selector.charAt(index) <= '9';
    }

    private Token symbol(int start) throws InvalidSelectorException {
        TokenKind kind = switch (selector.charAt(start)) {
            case '(' -> TokenKind.LEFT_PARENTHESIS;
            case ')' -> TokenKind.RIGHT_PARENTHESIS;
            case ',' -> TokenKind.COMMA;
            case '+' -> TokenKind.PLUS;
            case '-' -> TokenKind.MINUS;
            case '*' -> TokenKind.TIMES;
            case '/' -> TokenKind.DIVIDE;
            case '=' -> TokenKind.EQUAL;
            case '<' ->
                followedBy('>', start)
                        ? TokenKind.NOT_EQUAL
                        : followedBy('=', start) ? TokenKind.LESS_OR_EQUAL : TokenKind.LESS;
            case '>' -> followedBy('=', start) ? TokenKind.GREATER_OR_EQUAL : TokenKind.GREATER;
            default -> throw unexpected(start);
        };
        boolean two =
                kind == TokenKind.NOT_EQUAL || kind == TokenKind.LESS_OR_EQUAL || kind == TokenKind.GREATER_OR_EQUAL;
        position = start + (two ? 2 : 1);
        return new Token(kind, selector.substring(start, position), start, position);
    }

    private boolean followedBy(char second, int start) {
        return start + 1 < selector.length() && selector.charAt(start + 1) == second;
    }

    private InvalidSelectorException unexpected(int start) {
        String expected = switch (selector.charAt(start)) {
            case '!' -> "<> for \"not equal\", or NOT";
            case '"' -> "single quotes (') around strings, and none around identifiers";
            case '&' -> "AND";
            case '|' -> "OR";
            default -> "an identifier, a literal or an operator";
        };
        return errors.quoting(start, selector.offsetByCodePoints(start, 1), expected);
    }
}
