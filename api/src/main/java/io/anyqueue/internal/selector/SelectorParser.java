package io.anyqueue.internal.selector;

import io.anyqueue.spi.MessageSelector;
import jakarta.jms.InvalidSelectorException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles message selectors by recursive descent (section 3.8.1.1). One instance parses one selector on one thread; what
 * {@link #compile} returns is immutable.
 *
 * <p>Recursion happens for parentheses only and is limited; chains of operators, NOTs and signs are loops, so that a
 * selector of any length compiles and evaluates in bounded stack. Each production returns an operand, and whoever
 * needs a condition or a number asks for it: before its first operator, {@code (a} may begin either.
 *
 * <p>What the text alone shows to be outside of the grammar is refused here: arithmetic and ordering with strings or
 * conditions, strings and numbers for conditions, LIKE, IN and IS NULL on anything but an identifier, and TRUE or FALSE compared
 * with a string or a number, as if they were names. Comparing a string with a number by {@code =} or {@code <>} is not: the
 * specification gives that a value, false.
 */
public final class SelectorParser {

    /** A level takes eight calls here, about two kilobytes while they are interpreted; threads may have small stacks. */
    private static final int MAX_NESTING = 100;

    private final SelectorErrors errors;
    private final Tokens tokens;
    private final Parentheses parentheses = new Parentheses();
    private int nesting;

    private SelectorParser(String selector) throws InvalidSelectorException {
        errors = new SelectorErrors(selector);
        tokens = new Tokens(selector, errors);
    }

    /**
     * Compiles a selector.
     *
     * @return null for no selector, which is null, empty or blank text
     * @throws InvalidSelectorException if the text is not a selector; says where, what was found and what was expected
     */
    public static @Nullable MessageSelector compile(@Nullable String text) throws InvalidSelectorException {
        if (text == null || text.isBlank()) {
            return null;
        }
        SelectorParser parser = new SelectorParser(text);
        Condition condition = parser.selector();
        return new CompiledSelector(text, parser.parentheses.addedTo(text), condition);
    }

    private Condition selector() throws InvalidSelectorException {
        int start = tokens.start();
        Operand operand = disjunction();
        if (tokens.kind() != TokenKind.END) {
            throw tokens.unexpected("an operator or the end");
        }
        return condition(operand, start);
    }

    private Operand disjunction() throws InvalidSelectorException {
        int start = tokens.start();
        Operand first = conjunction();
        if (tokens.kind() != TokenKind.OR) {
            return first;
        }
        List<Condition> conditions = new ArrayList<>();
        conditions.add(condition(first, start));
        while (tokens.accept(TokenKind.OR)) {
            start = tokens.start();
            conditions.add(condition(conjunction(), start));
        }
        return new Disjunction(conditions);
    }

    private Operand conjunction() throws InvalidSelectorException {
        int start = tokens.start();
        Operand first = negation();
        if (tokens.kind() != TokenKind.AND) {
            return first;
        }
        List<Condition> conditions = new ArrayList<>();
        conditions.add(condition(first, start));
        while (tokens.accept(TokenKind.AND)) {
            start = tokens.start();
            conditions.add(condition(negation(), start));
        }
        return new Conjunction(conditions);
    }

    private Operand negation() throws InvalidSelectorException {
        if (tokens.kind() != TokenKind.NOT) {
            return comparison();
        }
        boolean negated = false;
        while (tokens.accept(TokenKind.NOT)) {
            negated = !negated;
        }
        int start = tokens.start();
        Operand operand = comparison();
        if (!(operand instanceof Reference || operand instanceof Constant)) {
            parentheses.possible(start, tokens.lastEnd());
        }
        Condition condition = condition(operand, start);
        return negated ? new Not(condition) : condition;
    }

    private Operand comparison() throws InvalidSelectorException {
        int start = tokens.start();
        Operand left = sum();
        ComparisonOperator operator = tokens.kind().comparison();
        if (operator != null) {
            tokens.take();
            return comparison(operator, left, start);
        }
        if (tokens.accept(TokenKind.IS)) {
            return nullTest(reference(left, start, "IS NULL"));
        }
        boolean negated = tokens.accept(TokenKind.NOT);
        if (tokens.accept(TokenKind.BETWEEN)) {
            return between(number(left, start), negated);
        }
        if (tokens.accept(TokenKind.IN)) {
            return in(reference(left, start, "IN"), negated);
        }
        if (tokens.accept(TokenKind.LIKE)) {
            return like(reference(left, start, "LIKE"), negated);
        }
        if (negated) {
            throw tokens.unexpected("BETWEEN, IN or LIKE after NOT");
        }
        return left;
    }

    private Condition comparison(ComparisonOperator operator, Operand left, int leftStart)
            throws InvalidSelectorException {
        int rightStart = tokens.start();
        Operand right = sum();
        if (operator.isOrdering()) {
            number(left, leftStart);
            number(right, rightStart);
        }
        if (left instanceof Constant && right instanceof Literal) {
            throw errors.at(rightStart, right.staticType().description(), "a condition or an identifier");
        }
        if (left instanceof Literal && right instanceof Constant) {
            throw errors.at(rightStart, "a condition", left.staticType().description() + " or an identifier");
        }
        return new Comparison(operator, left, right);
    }

    private Condition nullTest(Reference reference) throws InvalidSelectorException {
        boolean negated = tokens.accept(TokenKind.NOT);
        tokens.expect(TokenKind.NULL, negated ? "NULL after IS NOT" : "NULL or NOT NULL after IS");
        return new NullTest(reference, negated);
    }

    private Condition between(Operand value, boolean negated) throws InvalidSelectorException {
        int start = tokens.start();
        Operand low = number(sum(), start);
        tokens.expect(TokenKind.AND, "AND between the bounds of BETWEEN");
        start = tokens.start();
        return new Between(value, low, number(sum(), start), negated);
    }

    private Condition in(Reference reference, boolean negated) throws InvalidSelectorException {
        tokens.expect(TokenKind.LEFT_PARENTHESIS, "\"(\" after IN");
        Set<String> strings = new HashSet<>();
        do {
            strings.add(tokens.expect(TokenKind.STRING, "a string literal").text());
        } while (tokens.accept(TokenKind.COMMA));
        tokens.expect(TokenKind.RIGHT_PARENTHESIS, "\",\" or \")\"");
        return new In(reference, Set.copyOf(strings), negated);
    }

    private Condition like(Reference reference, boolean negated) throws InvalidSelectorException {
        Token pattern = tokens.expect(TokenKind.STRING, "a string literal as the pattern of LIKE");
        Integer escape = null;
        if (tokens.accept(TokenKind.ESCAPE)) {
            Token character = tokens.expect(TokenKind.STRING, "a string literal of one character after ESCAPE");
            if (character.text().codePoints().count() != 1) {
                throw errors.quoting(character.start(), character.end(), "a string literal of one character");
            }
            escape = character.text().codePointAt(0);
        }
        return new Like(reference, LikePattern.compile(pattern.text(), escape), negated);
    }

    private Operand sum() throws InvalidSelectorException {
        int start = tokens.start();
        Operand first = product();
        ArithmeticOperator operator = tokens.kind().additive();
        if (operator == null) {
            return first;
        }
        number(first, start);
        List<ArithmeticOperator> operators = new ArrayList<>();
        List<Operand> others = new ArrayList<>();
        for (; operator != null; operator = tokens.kind().additive()) {
            tokens.take();
            start = tokens.start();
            operators.add(operator);
            others.add(number(product(), start));
        }
        return new Arithmetic(first, operators, others);
    }

    private Operand product() throws InvalidSelectorException {
        int start = tokens.start();
        Operand first = signed();
        ArithmeticOperator operator = tokens.kind().multiplicative();
        if (operator == null) {
            return first;
        }
        number(first, start);
        List<ArithmeticOperator> operators = new ArrayList<>();
        List<Operand> others = new ArrayList<>();
        for (; operator != null; operator = tokens.kind().multiplicative()) {
            tokens.take();
            start = tokens.start();
            operators.add(operator);
            others.add(number(signed(), start));
        }
        return new Arithmetic(first, operators, others);
    }

    private Operand signed() throws InvalidSelectorException {
        boolean signed = false;
        boolean negative = false;
        while (tokens.kind().additive() != null) {
            signed = true;
            negative ^= tokens.take().kind() == TokenKind.MINUS;
        }
        // The sign belongs to the literal: the magnitude of the smallest long is no long.
        if (tokens.kind() == TokenKind.NUMBER) {
            return literal(tokens.take(), negative);
        }
        int start = tokens.start();
        Operand operand = primary();
        return signed ? new Sign(negative, number(operand, start)) : operand;
    }

    private Operand primary() throws InvalidSelectorException {
        return switch (tokens.kind()) {
            case STRING -> Literal.string(tokens.take().text());
            case IDENTIFIER -> reference(tokens.take());
            case LEFT_PARENTHESIS -> parenthesised();
            case TRUE -> constant(Truth.TRUE);
            case FALSE -> constant(Truth.FALSE);
            case NULL -> throw tokens.unexpected("a value (for NULL test with IS NULL)");
            default -> throw tokens.unexpected("a value");
        };
    }

    private Operand constant(Truth truth) throws InvalidSelectorException {
        tokens.take();
        return new Constant(truth);
    }

    private Operand parenthesised() throws InvalidSelectorException {
        if (nesting == MAX_NESTING) {
            throw tokens.unexpected("at most " + MAX_NESTING + " nested parentheses");
        }
        nesting++;
        int start = tokens.take().start();
        Operand operand = disjunction();
        tokens.expect(TokenKind.RIGHT_PARENTHESIS, "an operator or \")\"");
        parentheses.found(start, tokens.lastEnd());
        nesting--;
        return operand;
    }

    private Operand literal(Token token, boolean negative) throws InvalidSelectorException {
        Number value = NumericLiteral.valueOf(token.text(), negative);
        if (value == null) {
            throw errors.quoting(token.start(), token.end(), "a number in the range of Java's long, float or double");
        }
        return Literal.number(value);
    }

    private Reference reference(Token token) throws InvalidSelectorException {
        String name = token.text();
        HeaderReference header = HeaderReference.named(name);
        if (header != null) {
            return header;
        }
        if (name.startsWith("JMS") && !name.startsWith("JMSX") && !name.startsWith("JMS_")) {
            throw errors.quoting(
                    token.start(),
                    token.end(),
                    "a property, or one of the header fields that a selector may reference (" + HeaderReference.names()
                            + ")");
        }
        return new PropertyReference(name);
    }

    private Reference reference(Operand operand, int start, String operator) throws InvalidSelectorException {
        if (operand instanceof Reference reference) {
            return reference;
        }
        throw errors.at(start, operand.staticType().description(), "an identifier before " + operator);
    }

    private Operand number(Operand operand, int start) throws InvalidSelectorException {
        if (operand.staticType().mayBeNumber()) {
            return operand;
        }
        throw errors.at(
                start,
                operand.staticType().description(),
                "a number (strings and conditions can be compared with = and <> only)");
    }

    private Condition condition(Operand operand, int start) throws InvalidSelectorException {
        if (operand instanceof Condition condition) {
            return condition;
        }
        if (operand instanceof Reference reference) {
            return new BooleanReference(reference);
        }
        throw errors.at(start, operand.staticType().description(), "a condition");
    }
}
