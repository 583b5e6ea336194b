package io.anyqueue.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationResolverTest {
    private final TestSources sources = new TestSources();

    @Test
    void theUrlIsTakenFromTheFirstOfArgumentPropertyEnvironmentAndFile() {
        sources.fileKey("anyqueue.url", "fake:file");
        assertThat(resolve(null).url().path()).isEqualTo("file");
        sources.variable("ANYQUEUE_URL", "fake:env");
        assertThat(resolve(null).url().path()).isEqualTo("env");
        sources.property("anyqueue.url", "fake:property");
        assertThat(resolve(null).url().path()).isEqualTo("property");
        assertThat(resolve("fake:argument").url().path()).isEqualTo("argument");
    }

    /** Every subset of the places that can hold a value: the first place of the subset wins. */
    @Test
    void anOptionIsTakenFromTheFirstPlaceThatHasIt() {
        List<String> places = List.of(
                "builder",
                "URL",
                "property provider",
                "property",
                "variable provider",
                "variable",
                "file provider",
                "file");
        for (int subset = 0; subset < 1 << places.size(); subset++) {
            List<String> chosen = new ArrayList<>();
            for (int i = 0; i < places.size(); i++) {
                if ((subset & 1 << i) != 0) {
                    chosen.add(places.get(i));
                }
            }
            int expected = chosen.isEmpty() ? 200 : places.indexOf(chosen.get(0)) + 1;

            assertThat(prefetchWith(chosen, places)).as("%s", chosen).isEqualTo(expected);
        }
    }

    @Test
    void originsAreNamed() {
        sources.property("anyqueue.fake.prefetch", "1")
                .variable("ANYQUEUE_PREFETCH_BYTES", "4KiB")
                .fileKey("anyqueue.objectMessage.maxDepth", "7");
        ResolvedConfiguration resolved = ConfigurationResolver.resolve(
                new ConfigurationRequest("fake://joe@h?sendTimeout=5s", null, Map.of("clientId", "c")), sources);

        assertThat(resolved.describe())
                .contains("url = fake://joe@h (argument)\n")
                .contains("provider = fake 1.2.3 (file:")
                .contains("username = joe (URL)\n")
                .contains("password = not set (default)\n")
                .contains("clientId = c (builder)\n")
                .contains("sendTimeout = 5s (URL)\n")
                .contains("prefetch = 1 (system property anyqueue.fake.prefetch)\n")
                .contains("prefetchBytes = 4096 (environment variable ANYQUEUE_PREFETCH_BYTES)\n")
                .contains("objectMessage.maxDepth = 7 (key anyqueue.objectMessage.maxDepth of"
                        + " file:/app/anyqueue.properties)\n")
                .contains("level = 3 (default)\n");
        assertThat(resolved.describe().lines()).hasSize(2 + ClientOptions.all().size() + 2);
    }

    @Test
    void aNamedConnectionHasAUrlOfItsOwnAndFallsBackForOptionsOnly() {
        sources.property("anyqueue.url", "fake:general")
                .property("anyqueue.prefetch", "1")
                .property("anyqueue.sendTimeout", "1s")
                .fileKey("anyqueue.orders.url", "fake:orders")
                .fileKey("anyqueue.orders.prefetch", "2")
                .variable("ANYQUEUE_ORDERS_FAKE_LEVEL", "4");
        ResolvedConfiguration orders = named("orders");

        assertThat(orders.url().path()).isEqualTo("orders");
        assertThat(orders.settings().get(ClientOptions.PREFETCH)).isEqualTo(2);
        assertThat(orders.settings().get(ClientOptions.SEND_TIMEOUT)).hasSeconds(1);
        assertThat(orders.settings().get(TestProviders.Fake.LEVEL)).isEqualTo(4);
        assertThatThrownBy(() -> named("bills"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Connection \"bills\" is not configured")
                .hasMessageContaining("anyqueue.bills.url")
                .hasMessageContaining("ANYQUEUE_BILLS_URL")
                .hasMessageContaining("found file:/app/anyqueue.properties");
    }

    @ParameterizedTest
    @CsvSource({"a.b", "''", "a b", "ä"})
    void aNameThatCannotBePartOfAKeyIsRefused(String name) {
        assertThatThrownBy(() -> named(name)).hasMessageContaining("expected letters, digits");
    }

    @ParameterizedTest
    @CsvSource({
        "anyqueue.url, ANYQUEUE_URL",
        "anyqueue.prefetchBytes, ANYQUEUE_PREFETCH_BYTES",
        "anyqueue.objectMessage.allow, ANYQUEUE_OBJECT_MESSAGE_ALLOW",
        "anyqueue.order-events.inDoubtSend, ANYQUEUE_ORDER_EVENTS_IN_DOUBT_SEND",
        "anyqueue.amqp2Broker.url, ANYQUEUE_AMQP2_BROKER_URL",
    })
    void environmentVariablesAreNamedAfterKeys(String key, String variable) {
        assertThat(Keys.environmentVariable(key)).isEqualTo(variable);
    }

    @Test
    void nothingConfiguredIsAnErrorThatSaysHowToConfigure() {
        assertThatThrownBy(() -> resolve(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("No broker is configured")
                .hasMessageContaining("AnyQueue.connectionFactory(\"")
                .hasMessageContaining("anyqueue.url")
                .hasMessageContaining("ANYQUEUE_URL")
                .hasMessageContaining("anyqueue.properties on the class path (no such file was found)");
    }

    @Test
    void blankUrlsAndEmptyVariablesCountAsNotSet() {
        sources.property("anyqueue.url", " ");
        assertThatThrownBy(() -> resolve(null)).hasMessageContaining("No broker is configured");
        sources.variable("ANYQUEUE_URL", " ");
        sources.fileKey("anyqueue.url", "fake:file");
        assertThat(resolve(null).url().toString()).isEqualTo("fake:file");
        sources.variable("ANYQUEUE_PREFETCH", "");
        assertThat(resolve("fake:x").settings().isSet(ClientOptions.PREFETCH)).isFalse();
    }

    @Test
    void userAndPasswordBeforeTheHostPrecedeTheQuery() {
        ResolvedConfiguration resolved = resolve("fake://joe:%20s3 @h?username=ann&password=x");

        assertThat(resolved.settings().get(ClientOptions.USERNAME)).isEqualTo("joe");
        assertThat(resolved.settings().get(ClientOptions.PASSWORD)).isEqualTo(" s3 ");
    }

    @Test
    void anUnknownOptionInUrlOrBuilderFailsWithTheNearestName() {
        assertThatThrownBy(() -> resolve("fake:x?prefech=hidden"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Option \"prefech\" (URL) does not exist: did you mean prefetch?")
                .hasMessageContaining("level, token")
                .hasMessageContaining("describe()")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> ConfigurationResolver.resolve(
                        new ConfigurationRequest("fake:x", null, Map.of("xyzzyplugh", "1")), sources))
                .hasMessageContaining("(builder) does not exist: no option has a name like it");
    }

    @Test
    void whatLooksLikeAnOptionBeforeAnAtSignMayBePartOfAPassword() {
        assertThatThrownBy(() -> resolve("fake://user:12?hunter2=3@host"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Option *** (URL) does not exist")
                .hasMessageNotContaining("hunter");
    }

    @ParameterizedTest
    @CsvSource({
        "fake://u:p@h?sendTimeout=5s;password=S3CRET, 5s***",
        "fake://u:p@h?sendTimeout=5s?password=S3CRET, 5s***",
        "fake://u:p@h?level=3/S3CRET, 3***",
        "fake://u:p@h?sendTimeout=5parsecs, 5parsecs",
        "fake://u:12?sendTimeout=S3CRET@h, its value",
        "fake://u:12?sendTimeout=S3CRET&level=3@h, its value",
    })
    void aValueIsShownInItsErrorAsFarAsItCannotBeAPassword(String url, String shown) {
        assertThatThrownBy(() -> resolve(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Configuration (URL): Option ")
                .hasMessageContaining(shown)
                .satisfies(e -> assertThat(e.toString()).doesNotContain("S3CRET"))
                .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("S3CRET"));
    }

    @Test
    void whiteSpaceBelongsToSecretsAndToNothingElse() {
        for (TestSources some : List.of(
                new TestSources().property("anyqueue.password", " t ").property("anyqueue.prefetch", " 5 "),
                new TestSources().variable("ANYQUEUE_PASSWORD", " t ").variable("ANYQUEUE_PREFETCH", " 5 "),
                new TestSources().fileKey("anyqueue.password", " t ").fileKey("anyqueue.prefetch", " 5 "))) {
            Settings settings = ConfigurationResolver.resolve(new ConfigurationRequest("fake:x", null, Map.of()), some)
                    .settings();
            assertThat(settings.get(ClientOptions.PASSWORD)).isEqualTo(" t ");
            assertThat(settings.get(ClientOptions.PREFETCH)).isEqualTo(5);
        }
    }

    @Test
    void anOptionOfAnotherProviderIsRefusedInTheUrlAndToleratedElsewhere() {
        assertThatThrownBy(() -> resolve("fake:x?dialect=a"))
                .hasMessageContaining("it belongs to provider other, but the URL's scheme chose fake");
        sources.fileKey("anyqueue.dialect", "a")
                .fileKey("anyqueue.other.dialect", "b")
                .property("anyqueue.other.dialect", "c");
        assertThat(resolve("fake:x").settings().toString()).isEqualTo("{}");
        assertThat(resolve("other:x").describe()).contains("dialect = c (system property");
    }

    @Test
    void aMalformedValueNamesItsPlaceFormAndOption() {
        sources.property("anyqueue.prefetch", "many");
        assertThatThrownBy(() -> resolve("fake:x"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("system property anyqueue.prefetch")
                .hasMessageContaining("\"many\" is not valid; expected 0 to 65535");
    }

    @Test
    void keysOfTheFileThatMeanNothingAreFound() {
        PropertiesFile file = new TestSources()
                .fileKey("anyqueue.url", "fake:x")
                .fileKey("anyqueue.prefetch", "1")
                .fileKey("anyqueue.fake.prefetch", "1")
                .fileKey("anyqueue.objectMessage.allow", "")
                .fileKey("anyqueue.orders.url", "fake:y")
                .fileKey("anyqueue.orders.objectMessage.allow", "")
                .fileKey("anyqueue.orders.fake.level", "1")
                .fileKey("anyqueue.amqp.notHere", "1")
                .fileKey("anyqueue.orders.amqp.notHere", "1")
                .fileKey("anyqueue.dialect", "1")
                .fileKey("anyqueue.prefech", "1")
                .fileKey("anyqueue.fake.levl", "1")
                .fileKey("anyqueue.orders.prefech", "1")
                .fileKey("spring.x", "1")
                .file();

        assertThat(unknownKeys().inFile(file))
                .containsExactly("anyqueue.fake.levl", "anyqueue.orders.prefech", "anyqueue.prefech");
    }

    private UnknownKeys unknownKeys() {
        return new UnknownKeys(ProviderSearch.in(sources.classLoaders()));
    }

    @Test
    void systemPropertiesThatResembleAnOptionAreFound() {
        assertThat(unknownKeys()
                        .inSystemProperties(List.of(
                                "anyqueue.url",
                                "anyqueue.orders.fake.prefetch",
                                "anyqueue.prefech",
                                "anyqueue.orders.sendTimeuot",
                                "anyqueue.somethingOfTheApplication",
                                "user.dir")))
                .containsExactly("anyqueue.orders.sendTimeuot", "anyqueue.prefech");
    }

    @Test
    void environmentVariablesThatResembleAnOptionAreFound() {
        assertThat(unknownKeys()
                        .inEnvironment(List.of(
                                "ANYQUEUE_URL",
                                "ANYQUEUE_SEND_TIMEOUT",
                                "ANYQUEUE_MY_ORDERS_FAKE_PREFETCH",
                                "ANYQUEUE_SENDTIMEOUT",
                                "ANYQUEUE_PREFECH",
                                "ANYQUEUE_ORDERS_PREFECH",
                                "ANYQUEUE_PORT_5672_TCP_ADDR",
                                "PATH")))
                .containsExactly("ANYQUEUE_ORDERS_PREFECH", "ANYQUEUE_PREFECH", "ANYQUEUE_SENDTIMEOUT");
    }

    @Test
    void anUnknownKeyOfTheFileDoesNotFail() {
        sources.fileKey("anyqueue.prefech", "1").fileLocation("file:/unknown.properties");

        assertThat(resolve("fake:x").settings().get(ClientOptions.PREFETCH)).isEqualTo(200);
    }

    private int prefetchWith(List<String> chosen, List<String> places) {
        TestSources some = new TestSources();
        String url = "fake:x";
        Map<String, String> builder = Map.of();
        for (String place : chosen) {
            String value = String.valueOf(places.indexOf(place) + 1);
            switch (place) {
                case "builder" -> builder = Map.of("prefetch", value);
                case "URL" -> url = "fake:x?prefetch=" + value;
                case "property provider" -> some.property("anyqueue.fake.prefetch", value);
                case "property" -> some.property("anyqueue.prefetch", value);
                case "variable provider" -> some.variable("ANYQUEUE_FAKE_PREFETCH", value);
                case "variable" -> some.variable("ANYQUEUE_PREFETCH", value);
                case "file provider" -> some.fileKey("anyqueue.fake.prefetch", value);
                default -> some.fileKey("anyqueue.prefetch", value);
            }
        }
        return ConfigurationResolver.resolve(new ConfigurationRequest(url, null, builder), some)
                .settings()
                .get(ClientOptions.PREFETCH);
    }

    private ResolvedConfiguration resolve(String url) {
        return ConfigurationResolver.resolve(new ConfigurationRequest(url, null, Map.of()), sources);
    }

    private ResolvedConfiguration named(String name) {
        return ConfigurationResolver.resolve(new ConfigurationRequest(null, name, Map.of()), sources);
    }
}
