package io.anyqueue.internal.selector;

import jakarta.jms.InvalidSelectorException;

/** The tokens of one selector with one token of look-ahead. Owned by one parser; not thread safe. */
final class Tokens {

    private final Lexer lexer;
    private final SelectorErrors errors;
    private Token current;

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

    Token take() throws InvalidSelectorException {
        Token taken = current;
        current = lexer.next();
        return taken;
    }

    /** Takes the current token if it is of the given kind. */
    boolean accept(TokenKind kind) throws InvalidSelectorException {
        if (current.kind() != kind) {
            return false;
        }
        current = lexer.next();
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
