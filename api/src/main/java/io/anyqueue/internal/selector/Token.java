package io.anyqueue.internal.selector;

/**
 * One word of a selector.
 *
 * @param text what it stands for: a string without its quotes, anything else as written
 * @param start index of its first character in the selector
 * @param end index after its last character
 */
record Token(TokenKind kind, String text, int start, int end) {}
