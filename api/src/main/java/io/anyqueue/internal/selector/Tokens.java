package io.anyqueue.internal.selector;

import jakarta.jms.InvalidSelectorException;

/** The tokens of one selector with one token of look-ahead. Owned by one parser; not thread safe. */
final class Tokens {

    private final Lexer lexer;
    private final SelectorErrors errors;
    private Token current;
    private int lastEnd;

    Tokens(String selector, SelectorErrors errors) throws InvalidSelectorException {
        this.lexer = new Lexer(selector, errors);
        this.errors = errors;
        this.current = lexer.next();
    }

    TokenKind kind() {
        return current.kind();
    }

    /** Where the current token starts. */
    int start() {
        return current.start();
    }

    /** Where the token before the current one ends. */
    int lastEnd() {
        return lastEnd;
    }

    Token take() throws InvalidSelectorException {
        Token taken = current;
        lastEnd = taken.end();
        current = lexer.next();
        return taken;
    }

    /** Takes the current token if it is of the given kind. */
    boolean accept(TokenKind kind) throws InvalidSelectorException {
        if (current.kind() != kind) {
            return false;
        }
        take();
        return true;
    }

    Token expect(TokenKind kind, String description) throws InvalidSelectorException {
        if (current.kind() != kind) {
            throw unexpected(description);
        }
        return take();
    }

    InvalidSelectorException unexpected(String expected) {
        return errors.quoting(current.start(), current.end(), expected);
    }
}
