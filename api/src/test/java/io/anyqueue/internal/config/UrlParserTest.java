package io.anyqueue.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.BrokerUrl.Host;
import io.anyqueue.spi.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "amqp://localhost                       | amqp   | -     | -      | localhost               | -",
                "AMQPS://Host.example:5671/             | amqps  | -     | -      | Host.example:5671       | -",
                "amqp+ws://h/a/b?x=1                    | amqp+ws| -     | -      | h                       | a/b",
                "amqp://guest:guest@h:5672/v            | amqp   | guest | guest  | h:5672                  | v",
                "amqp://guest@h                         | amqp   | guest | -      | h                       | -",
                "amqp://guest:@h                        | amqp   | guest | ''     | h                       | -",
                "amqp://a%40b:p%3a%2F%3F%40%25:x@h      | amqp   | a@b   | p:/?@%:x | h                     | -",
                "amqp://h/%2F                           | amqp   | -     | -      | h                       | /",
                "amqp://h//                             | amqp   | -     | -      | h                       | /",
                "amqp://a:1,b,[::1]:65535,[fe80::1%25eth0] | amqp | -    | -      | a:1,b,[::1]:65535,[fe80::1%eth0] | -",
                "amqp://h/gr%C3%BC%c3%9fe+#1            | amqp   | -     | -      | h                       | grüße+#1",
                "inmemory:orders                        | inmemory | -   | -      | ''                      | orders",
                "inmemory:a/b+c%3Fd#e                   | inmemory | -   | -      | ''                      | a/b+c?d#e",
                "inmemory:                              | inmemory | -   | -      | ''                      | -",
                "inmemory:?x=1                          | inmemory | -   | -      | ''                      | -",
                "inmemory:bücher                        | inmemory | -   | -      | ''                      | bücher",
            })
    void wellFormedUrlsAreTakenApart(
            String text, String scheme, String user, String password, String hosts, String path) {
        BrokerUrl url = parse(text);

        assertThat(url.scheme()).isEqualTo(scheme);
        assertThat(url.user()).isEqualTo(user);
        assertThat(url.password()).isEqualTo(password);
        assertThat(url.path()).isEqualTo(path);
        assertThat(String.join(",", url.hosts().stream().map(Host::toString).toList()))
                .isEqualTo(hosts);
    }

    @Test
    void theQueryIsDecodedAfterItIsTakenApart() {
        assertThat(parse("amqp://h?a=1%262&b=x=y+z&c=&d%3D=a@b/?#").query())
                .isEqualTo(Map.of("a", "1&2", "b", "x=y+z", "c", "", "d=", "a@b/?#"));
        assertThat(parse("amqp://h?").query()).isEmpty();
    }

    @Test
    void whiteSpaceAroundAUrlIsIgnored() {
        assertThat(parse("  amqp://h:1\r\n").hosts()).isEqualTo(List.of(new Host("h", 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                         | 1  | a scheme",
                "localhost                  | 1  | a scheme",
                ":x                         | 1  | a scheme",
                "1amqp://h                  | 1  | a scheme",
                "amqp://                    | 8  | a host",
                "amqp:///v                  | 8  | a host",
                "amqp://?a=b                | 8  | a host",
                "amqp://a,,b                | 10 | a host",
                "amqp://a,                  | 10 | a host",
                "amqp://h:                  | 10 | a port from 1 to 65535",
                "amqp://h:0                 | 10 | a port",
                "amqp://h:65536             | 10 | a port",
                "amqp://h:12a               | 10 | a port",
                "amqp://h:١٢                | 10 | a port",
                "amqp://::1                 | 8  | goes in brackets",
                "amqp://[::1                | 8  | ] at the end",
                "amqp://[localhost]         | 9  | an IPv6 address",
                "amqp://[::1]5672           | 13 | a colon and a port",
                "amqp://a b                 | 8  | a host",
                "amqp://h/%4                | 10 | two hexadecimal digits",
                "amqp://h/%zz               | 10 | two hexadecimal digits",
                "amqp://h/a%C3%28           | 11 | percent-encoded UTF-8",
                "amqp://h/a%FF              | 11 | percent-encoded UTF-8",
                "amqp://h/a%0Ab             | 10 | without control characters",
                "amqp://u%0A@h              | 8  | without control characters",
                "amqp://@h                  | 8  | a user name before the @",
                "amqp://:pw@h               | 8  | a user name before the @",
                "amqp://u:p@q@h             | 12 | a host",
                "amqp://h?a                 | 10 | name=value",
                "amqp://h?=b                | 10 | name=value",
                "amqp://h?a=b&              | 14 | after &",
                "amqp://h?a=b&&c=d          | 14 | name=value",
                "amqp://h?a=b&a=c           | 14 | each option once",
                "amqp://h?a=b&%61=c         | 14 | each option once",
                "amqp:/h                    | 6  | // and a host",
                "amqp:u:p@h                 | 9  | // before a user name",
            })
    void malformedUrlsAreRefusedWithPositionAndExpectation(String text, int position, String expected) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("(test) is not valid at position " + position + ": expected ")
                .hasMessageContaining(expected);
    }

    @Test
    void aControlCharacterIsRefusedAndNotShown() {
        assertThatThrownBy(() -> parse("amqp://a\nb"))
                .hasMessageContaining("position 9")
                .hasMessageContaining("no control character")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amqp://user:hunter2",
                "amqp://user:hunter2/x",
                "amqp://user:7/hunter2:x@host",
                "amqp://user:hunter/2@host",
                "amqp://user:hunter?2@host",
                "amqp://user:hunter#2@host:x",
                "amqp://user:hunter@2@host",
                "amqp://user:hunter%2@host",
                "amqp://user:hunter2@host:port",
                "amqp://user:hunter2@",
                "amqp:user:hunter2@host",
                "amqp:/user:hunter2@host",
                "amqp//user:hunter2@host",
                "user:hunter2@host",
                "amqp://h/%?password=hunter2",
                "amqp://h?password=hunter2&token",
                "amqp://h?password=hunter2&password=hunter3",
            })
    void aPasswordIsNotShownWhereverAMistakePutsIt(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("hunter");
    }

    @Test
    void anUnescapedSlashInAPasswordIsExplained() {
        assertThatThrownBy(() -> parse("amqp://user:a/b@host")).hasMessageContaining("/ as %2F");
    }

    @Test
    void whateverIsWrittenIsEitherParsedOrRefused() {
        String alphabet = "amqp:/?@,[]%&=+#.-:0129afAF ü\u0000\ud800\udc00١x~";
        List<String> seeds = List.of("amqp://u:p@h:1,i/v?a=b", "inmemory:x?a=b", "amqp://[::1]:5/%2F?a=%C3%BC");
        Random random = new Random(20_260_101);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(i % 4 == 0 ? "" : seeds.get(random.nextInt(seeds.size())));
            for (int edits = 1 + random.nextInt(6); edits > 0; edits--) {
                int at = random.nextInt(text.length() + 1);
                if (at < text.length() && random.nextBoolean()) {
                    text.deleteCharAt(at);
                } else {
                    text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                }
            }
            assertParsedOrRefused(text.toString());
        }
    }

    @Test
    void aPasswordWithStrayCharactersAnywhereIsNotShown() {
        List<String> strays = List.of(
                "@", ":", "/", "?", "#", "[", "]", ",", "%", "&", "=", "+", " ", "1", "%40", "%3A", "%2F", "%3F",
                "?x=1");
        List<String> urls =
                List.of("amqp://user:zzzzzzzz@host:1/v?a=b", "amqp://joe@x:1zzzzzz@host", "amqp://u:1@host");
        Random random = new Random(11);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(urls.get(random.nextInt(urls.size())));
            for (int edits = 1 + random.nextInt(5); edits > 0; edits--) {
                text.insert(random.nextInt(text.length() + 1), strays.get(random.nextInt(strays.size())));
            }
            String url = text.toString();

            assertThat(assertParsedOrRefused(url)).as(url).doesNotContain("z");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amqp://user%3Ahunter2@host         | amqp://***@host",
                "amqp://joe%40x:hunter2@host        | amqp://***:***@host",
                "amqp://joe@x:12/hunter2@host       | amqp://***",
                "amqp://user:12/hunter2%40host      | amqp://***",
                "amqp:user:hunter2%40host           | amqp:***",
                "amqp://joe@x:12?a=hunter2@host     | amqp://***",
                "amqp://joe:hunter2@[::1]:1,b/v/w?x=1 | amqp://joe:***@[::1]:1,b/v/w",
            })
    void aUrlThatParsesThoughItIsMangledHidesWhatMayBeAPassword(String text, String shown) {
        assertThat(parse(text)).hasToString(shown);
    }

    /** Gives what is shown: the message of the refusal, or the URL. Any other exception fails the test. */
    private static String assertParsedOrRefused(String text) {
        try {
            return parse(text).toString();
        } catch (ConfigurationException e) {
            return e.getMessage();
        }
    }

    private static BrokerUrl parse(String text) {
        return UrlParser.parse(text, "test");
    }
}
