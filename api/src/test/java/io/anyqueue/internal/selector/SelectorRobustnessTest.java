package io.anyqueue.internal.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.MessageSelector;
import jakarta.jms.InvalidSelectorException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile, huge and random selectors: never anything but a result or an {@link InvalidSelectorException}. */
class SelectorRobustnessTest {

    private static final int LONG_CHAIN = 20_000;
    private static final int SMALL_STACK = 512 * 1024;
    private static final String ALPHABET = "abJMSX_$ 09.xeELfd'()<>=+-*/,%!\\\"\t\n\u00e4\uD835\uDC65\uD835\u0000";
    private static final Pattern FORM =
            Pattern.compile("Selector \".*\", position \\d+: found .+, expected .+", Pattern.DOTALL);
    private static final String[] WORDS = {
        " AND ",
        " OR ",
        " NOT ",
        " IN ",
        " IS ",
        " NULL ",
        " LIKE ",
        " ESCAPE ",
        " BETWEEN ",
        "TRUE",
        "('x')",
        "''",
        "1e",
        "0x"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void mutatedSelectorsCompileOrAreInvalid(long seed) {
        SelectorGenerator generator = new SelectorGenerator(seed);
        Random random = new Random(seed);
        MessageData message = generator.message();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(generator.selector().text());
            for (int mutations = 1 + random.nextInt(4); mutations > 0; mutations--) {
                mutate(text, random);
            }
            assertCompilesOrIsInvalid(text.toString(), message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void randomTextCompilesOrIsInvalid(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                insert(text, text.length(), random);
            }
            assertCompilesOrIsInvalid(text.toString(), Selecting.MESSAGE);
        }
    }

    @Test
    void longFlatChainsWorkInASmallStack() throws Exception {
        onSmallStack(() -> {
            assertThat(Selecting.truth(chain("weight = ", " OR "))).isEqualTo(Truth.TRUE);
            assertThat(Selecting.truth(chain("weight <> ", " AND "))).isEqualTo(Truth.FALSE);
            assertThat(Selecting.truth("0 < " + chain("", " + "))).isEqualTo(Truth.TRUE);
            assertThat(Selecting.truth("0 <> " + chain("", " * "))).isEqualTo(Truth.FALSE);
            assertThat(Selecting.truth("color IN (" + chain("'a", "',").replaceAll("$", "')")))
                    .isEqualTo(Truth.FALSE);
            return null;
        });
    }

    @Test
    void longChainsOfNotAndOfSignsWorkInASmallStack() throws Exception {
        onSmallStack(() -> {
            assertThat(Selecting.truth("NOT ".repeat(LONG_CHAIN) + "on")).isEqualTo(Truth.TRUE);
            assertThat(Selecting.truth("NOT ".repeat(LONG_CHAIN + 1) + "on")).isEqualTo(Truth.FALSE);
            assertThat(Selecting.truth("-".repeat(LONG_CHAIN + 1) + "weight = -3000"))
                    .isEqualTo(Truth.TRUE);
            assertThat(Selecting.truth("+-".repeat(LONG_CHAIN) + "5 = 5")).isEqualTo(Truth.TRUE);
            return null;
        });
    }

    @Test
    void longLiteralsAndIdentifiersWorkInASmallStack() throws Exception {
        onSmallStack(() -> {
            String many = "a".repeat(LONG_CHAIN);
            assertThat(Selecting.truth(many + " IS NULL")).isEqualTo(Truth.TRUE);
            assertThat(Selecting.truth("color = '" + many + "''" + many + "'")).isEqualTo(Truth.FALSE);
            assertThat(Selecting.truth("1 = 0x" + "0".repeat(LONG_CHAIN) + "1")).isEqualTo(Truth.TRUE);
            assertThat(Selecting.truth("1 < 1" + "_0".repeat(18))).isEqualTo(Truth.TRUE);
            assertThat(Selecting.truth("1 = 1." + "0".repeat(LONG_CHAIN))).isEqualTo(Truth.TRUE);
            assertInvalid("a = 1" + "_0".repeat(LONG_CHAIN), "a number in the range of");
            assertInvalid("a = " + "1".repeat(LONG_CHAIN) + "x", "a number such as");
            return null;
        });
    }

    @Test
    void nestingIsLimitedAndTheLimitFitsASmallStack() throws Exception {
        onSmallStack(() -> {
            assertThat(Selecting.truth(nested(99))).isEqualTo(Truth.TRUE);
            assertInvalid(nested(101), "position 505: found \"(\", expected at most 100 nested parentheses");
            assertInvalid(nested(1_000_000), "at most 100 nested parentheses");
            assertInvalid("(".repeat(1_000_000), "at most 100 nested parentheses");
            assertThat(Selecting.truth("(a) = 1 OR ".repeat(1_000) + "on")).isEqualTo(Truth.TRUE);
            return null;
        });
    }

    @Test
    void aHostilePatternIsMatchedInReasonableTime() {
        MessageData message =
                MessageData.builder().property("s", "a".repeat(2_000)).build();
        assertThat(Selecting.truth("s LIKE '" + "%a".repeat(200) + "b'", message))
                .isEqualTo(Truth.FALSE);
    }

    @Test
    void valuesOfForeignTypesAreOfNoTypeThatCanBeCompared() {
        MessageData message = MessageData.builder()
                .property("x", new java.math.BigDecimal(5))
                .property("y", 'c')
                .build();
        assertThat(Selecting.truth("x = 5", message)).isEqualTo(Truth.FALSE);
        assertThat(Selecting.truth("x + 1 = 6", message)).isEqualTo(Truth.UNKNOWN);
        assertThat(Selecting.truth("y = 'c'", message)).isEqualTo(Truth.FALSE);
        assertThat(Selecting.truth("x IS NULL", message)).isEqualTo(Truth.FALSE);
    }

    private static String chain(String before, String between) {
        return IntStream.range(0, LONG_CHAIN).mapToObj(i -> before + i).collect(Collectors.joining(between));
    }

    private static String nested(int depth) {
        return "NOT (".repeat(depth) + "off" + ")".repeat(depth);
    }

    private static void mutate(StringBuilder text, Random random) {
        int position = random.nextInt(text.length() + 1);
        switch (random.nextInt(3)) {
            case 0 -> insert(text, position, random);
            case 1 -> text.delete(position, Math.min(text.length(), position + 1 + random.nextInt(4)));
            default -> text.insert(position, text.substring(random.nextInt(position + 1), position));
        }
    }

    private static void insert(StringBuilder text, int position, Random random) {
        if (random.nextBoolean()) {
            text.insert(position, WORDS[random.nextInt(WORDS.length)]);
        } else {
            text.insert(position, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
    }

    private static void assertCompilesOrIsInvalid(String text, MessageData message) {
        try {
            MessageSelector selector = SelectorParser.compile(text);
            if (selector != null) {
                selector.matches(message);
            }
        } catch (InvalidSelectorException e) {
            if (!FORM.matcher(e.getMessage()).matches() || !SelectorErrors.CODE.equals(e.getErrorCode())) {
                throw new AssertionError("unexpected form of the error", e);
            }
        } catch (RuntimeException e) {
            throw new AssertionError("selector: " + text, e);
        }
    }

    private static void assertInvalid(String text, String message) {
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> SelectorParser.compile(text))
                .withMessageContaining(message);
    }

    private static void onSmallStack(Callable<Void> test) throws Exception {
        FutureTask<Void> task = new FutureTask<>(test);
        Thread thread = new Thread(null, task, "small-stack", SMALL_STACK);
        thread.start();
        task.get();
    }
}
