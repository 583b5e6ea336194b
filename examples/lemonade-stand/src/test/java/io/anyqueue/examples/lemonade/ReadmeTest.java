package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.amqp.AmqpOptions;
import io.anyqueue.inmemory.InMemoryOptions;
import io.anyqueue.internal.config.OptionCatalog;
import io.anyqueue.internal.config.OptionTable;
import io.anyqueue.spi.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the README's tables of options to the options themselves. {@code -Dreadme.rewrite=true} writes them instead of
 * comparing.
 */
class ReadmeTest {
    private static final String REWRITE = "readme.rewrite";

    @TestFactory
    List<DynamicTest> theTablesOfOptionsAreThoseOfTheCode() {
        return List.of(
                table("options", OptionCatalog.common()),
                table("options:inmemory", InMemoryOptions.all()),
                table("options:amqp", AmqpOptions.all()));
    }

    private static DynamicTest table(String section, List<Option<?>> options) {
        return DynamicTest.dynamicTest(section, () -> check(section, OptionTable.markdown(options)));
    }

    private static void check(String section, String expected) throws IOException {
        Path readme = readme();
        String text = Files.readString(readme);
        String begin = "<!-- " + section + ":begin -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf("<!-- " + section + ":end -->");
        assertThat(text).contains(begin);
        assertThat(to).as("position of the end of section " + section).isGreaterThanOrEqualTo(from);
        if (Boolean.getBoolean(REWRITE)) {
            Files.writeString(readme, text.substring(0, from) + expected + text.substring(to));
        } else {
            assertThat(text.substring(from, to))
                    .as(
                            "section %s of %s; write it anew with: mvn -pl examples/lemonade-stand -am test"
                                    + " -Dtest=ReadmeTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
                            section, readme, REWRITE)
                    .isEqualTo(expected);
        }
    }

    /** The README of the repository, from the folder of this module, where Maven runs tests, or from the root. */
    private static Path readme() {
        Path fromModule = Path.of("..", "..", "README.md");
        Path found = Files.exists(Path.of("..", "..", "bom")) ? fromModule : Path.of("README.md");
        return found.toAbsolutePath().normalize();
    }
}
