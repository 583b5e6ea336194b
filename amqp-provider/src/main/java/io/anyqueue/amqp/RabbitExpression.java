package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.MessageMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A message selector as a filter expression of RabbitMQ's streams. Only forms that mean the same in both languages are
 * translated: a property compared with a constant, {@code IN}, {@code LIKE}, {@code BETWEEN} and {@code IS NULL}, joined by AND, OR and
 * parentheses; an integer that Jakarta Messaging may round stands for a range around it. Anything else has no translation, for the
 * broker would leave out too much in silence. Used once, by one thread.
 *
 * <pre>
 *   any       = all { OR all }
 *   all       = term { AND term }
 *   term      = "(" any ")" | property test
 *   test      = operator constant | [NOT] IN ... | [NOT] LIKE ... | BETWEEN ... | IS [NOT] NULL
 * </pre>
 */
final class RabbitExpression {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:('(?:[^']|'')*')|([-+]?\\d+(?:\\.\\d+)?(?![\\w.]))|([\\p{L}_$][\\p{L}\\p{N}_$]*)|(<>|<=|>=|[=<>(),]))");
    private static final int LONGEST = 4_096;
    private static final int MOST_DIGITS = 15;
    /** Integers of more digits may be rounded where Jakarta Messaging compares them with a float, and are not at the broker. */
    private static final int MOST_DIGITS_OF_FLOAT = 7;

    private static final Set<String> ORDERING = Set.of("<", "<=", ">", ">=");
    private static final Set<String> EQUALITY = Set.of("=", "<>");
    /**
     * Headers whose form in a message is the same whoever sent it; not the group's sequence number, which is signed here and
     * unsigned there.
     */
    private static final Map<String, String> HEADERS = Map.of("JMSType", "p.subject", "JMSXGroupID", "p.group_id");

    private static final String FILTER = '[' + MessageMapping.STREAM_FILTER + ']';

    /** The broker reads these as decimal. */
    private static final Pattern OCTAL = Pattern.compile("[-+]?0\\d+");

    private static final Set<String> WORDS =
            Set.of("AND", "OR", "NOT", "IN", "LIKE", "ESCAPE", "BETWEEN", "IS", "NULL", "TRUE", "FALSE");

    /**
     * What a selector comes to.
     *
     * @param expression in the broker's language; it is true of whatever the selector is true of
     * @param filterValues where only messages with one of these values of {@link MessageMapping#STREAM_FILTER} can match, the
     *     values; else empty
     */
    record Translation(String expression, List<String> filterValues) {
        Translation {
            filterValues = List.copyOf(filterValues);
        }
    }

    /** There is no translation; thrown and caught here only. */
    private static final class Untranslatable extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final List<String> tokens;
    private final List<String> filterValues = new ArrayList<>();
    private int at;
    private int depth;
    private boolean alternatives;

    private RabbitExpression(List<String> tokens) {
        this.tokens = tokens;
    }

    /** The translation; empty where there is none. */
    static Optional<Translation> of(String selector) {
        try {
            RabbitExpression reading = new RabbitExpression(tokens(selector));
            String expression = reading.any();
            return reading.at == reading.tokens.size() && expression.length() <= LONGEST
                    ? Optional.of(new Translation(expression, reading.alternatives ? List.of() : reading.filterValues))
                    : Optional.empty();
        } catch (Untranslatable e) {
            return Optional.empty();
        }
    }

    private static List<String> tokens(String selector) throws Untranslatable {
        List<String> tokens = new ArrayList<>();
        String text = selector.trim();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new Untranslatable();
            }
            end = matcher.end();
            tokens.add(matcher.group().trim());
        }
        return tokens;
    }

    private String any() throws Untranslatable {
        StringBuilder joined = new StringBuilder(all());
        while (takes("OR")) {
            alternatives |= depth == 0;
            joined.append(" OR ").append(all());
        }
        return joined.toString();
    }

    private String all() throws Untranslatable {
        StringBuilder joined = new StringBuilder(term());
        while (takes("AND")) {
            joined.append(" AND ").append(term());
        }
        return joined.toString();
    }

    private String term() throws Untranslatable {
        if (takes("(")) {
            depth++;
            String inner = any();
            depth--;
            require(takes(")"));
            return '(' + inner + ')';
        }
        String property = property(next());
        boolean negated = takes("NOT");
        if (takes("IN")) {
            return negated ? noneOf(property, list()) : oneOf(property, list());
        }
        if (takes("LIKE")) {
            return property + (negated ? " NOT LIKE " : " LIKE ") + pattern();
        }
        require(!negated);
        if (takes("BETWEEN")) {
            String least = constant(RabbitExpression::isNumber);
            require(takes("AND"));
            return between(property, least, constant(RabbitExpression::isNumber));
        }
        if (takes("IS")) {
            boolean present = takes("NOT");
            require(takes("NULL"));
            return property + (present ? " IS NOT NULL" : " IS NULL");
        }
        return comparison(property);
    }

    private String comparison(String property) throws Untranslatable {
        String operator = next();
        if (ORDERING.contains(operator)) {
            String bound = constant(RabbitExpression::isNumber);
            return property + ' ' + operator + ' ' + (operator.startsWith("<") ? above(bound) : below(bound));
        }
        require(EQUALITY.contains(operator));
        String constant = constant(each -> isNumber(each) || isText(each) || isTruth(each));
        if (!operator.equals("=")) {
            return unequal(property, constant);
        }
        noteFilter(property, List.of(constant));
        return isRounded(constant) ? between(property, constant, constant) : property + " = " + constant;
    }

    private static String between(String property, String least, String most) {
        return '(' + property + " >= " + below(least) + " AND " + property + " <= " + above(most) + ')';
    }

    private static boolean isRounded(String constant) {
        return isNumber(constant)
                && constant.indexOf('.') < 0
                && constant.chars().filter(Character::isDigit).count() > MOST_DIGITS_OF_FLOAT;
    }

    /** A bound that is no higher than what a float that equals the constant can be. */
    private static String below(String constant) {
        return isRounded(constant) ? String.valueOf(Long.parseLong(constant) - slack(constant)) : constant;
    }

    /** A bound that is no lower than what a float that equals the constant can be. */
    private static String above(String constant) {
        return isRounded(constant) ? String.valueOf(Long.parseLong(constant) + slack(constant)) : constant;
    }

    private static long slack(String constant) {
        return (long) Math.ulp((float) Long.parseLong(constant));
    }

    private String oneOf(String property, List<String> constants) {
        noteFilter(property, constants);
        return property + " IN (" + String.join(", ", constants) + ')';
    }

    /** Of several conditions that all have to hold, the first is enough for the broker. */
    private void noteFilter(String property, List<String> constants) {
        if (depth == 0 && property.equals(FILTER) && filterValues.isEmpty() && isText(constants.get(0))) {
            constants.forEach(each ->
                    filterValues.add(each.substring(1, each.length() - 1).replace("''", "'")));
        }
    }

    /** The broker's own {@code <>} and {@code NOT IN} are true of values of another type, which Jakarta Messaging's are not. */
    private static String unequal(String property, String constant) {
        if (isNumber(constant)) {
            return '(' + property + " < " + constant + " OR " + property + " > " + constant + ')';
        }
        if (isTruth(constant)) {
            return property + " = " + (constant.equals("TRUE") ? "FALSE" : "TRUE");
        }
        String literally = constant.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return property + " NOT LIKE " + literally + (literally.equals(constant) ? "" : " ESCAPE '!'");
    }

    private static String noneOf(String property, List<String> constants) {
        return constants.stream().map(each -> unequal(property, each)).collect(Collectors.joining(" AND ", "(", ")"));
    }

    private List<String> list() throws Untranslatable {
        require(takes("("));
        List<String> list = new ArrayList<>();
        list.add(constant(RabbitExpression::isText));
        while (takes(",")) {
            list.add(constant(RabbitExpression::isText));
        }
        require(takes(")"));
        return list;
    }

    /**
     * At most one {@code %} and no {@code _} that is not escaped: in any other pattern the broker's wildcards do not stand for the
     * end of a line.
     */
    private String pattern() throws Untranslatable {
        String pattern = constant(RabbitExpression::isText);
        if (!takes("ESCAPE")) {
            require(isSimple(pattern));
            return pattern;
        }
        String escape = constant(RabbitExpression::isText);
        require(escape.length() == 3);
        require(isSimple(pattern.replaceAll(Pattern.quote(escape.substring(1, 2)) + ".", "")));
        return pattern + " ESCAPE " + escape;
    }

    private static boolean isSimple(String pattern) {
        return pattern.indexOf('_') < 0 && pattern.indexOf('%') == pattern.lastIndexOf('%');
    }

    private static String property(String token) throws Untranslatable {
        String word = token.toUpperCase(Locale.ROOT);
        require(Character.isJavaIdentifierStart(token.charAt(0)) && !WORDS.contains(word));
        String header = HEADERS.get(token);
        // Other names that begin so are headers, or what this client adds.
        require(header != null || !token.startsWith("JMS") || token.equals(MessageMapping.STREAM_FILTER));
        return header == null ? '[' + token + ']' : header;
    }

    private String constant(Predicate<String> allowed) throws Untranslatable {
        String token = next();
        require(allowed.test(token));
        if (isTruth(token)) {
            return token.toUpperCase(Locale.ROOT);
        }
        return token.startsWith("+") ? token.substring(1) : token;
    }

    /** One that integers and floating point numbers hold exactly: beyond, the two languages compare them differently. */
    private static boolean isNumber(String token) {
        char last = token.charAt(token.length() - 1);
        return last >= '0'
                && last <= '9'
                && !Character.isJavaIdentifierStart(token.charAt(0))
                && !OCTAL.matcher(token).matches()
                && token.chars().filter(Character::isDigit).count() <= MOST_DIGITS;
    }

    private static boolean isText(String token) {
        return token.startsWith("'");
    }

    private static boolean isTruth(String token) {
        return token.equalsIgnoreCase("TRUE") || token.equalsIgnoreCase("FALSE");
    }

    private String next() throws Untranslatable {
        require(at < tokens.size());
        return tokens.get(at++);
    }

    private boolean takes(String word) {
        boolean there = at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
        if (there) {
            at++;
        }
        return there;
    }

    private static void require(boolean expected) throws Untranslatable {
        if (!expected) {
            throw new Untranslatable();
        }
    }
}
