package io.anyqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.internal.config.ServiceFileLoader;
import io.anyqueue.internal.config.TestProviders.Fake;
import io.anyqueue.internal.config.TestSources;
import io.anyqueue.jndi.AnyQueueObjectFactory;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.ConnectionStateListener;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TopicConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnyQueueConnectionFactoryTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final RecordingObjects objects = new RecordingObjects();

    @BeforeEach
    void putTheFakeProviderOnTheClassPath() {
        Thread.currentThread().setContextClassLoader(ServiceFileLoader.of(Fake.class));
    }

    @AfterEach
    void restoreContextClassLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void oneObjectServesAllThreeDomains() {
        assertThat(AnyQueue.connectionFactory("fake:x"))
                .isInstanceOf(ConnectionFactory.class)
                .isInstanceOf(QueueConnectionFactory.class)
                .isInstanceOf(TopicConnectionFactory.class);
    }

    @Test
    void everyKindOfConnectionGetsTheConfiguredOrTheGivenUser() throws JMSException {
        AnyQueueConnectionFactory factory =
                builder("fake://h").credentials("joe", "secret").build();
        factory.createConnection();
        factory.createConnection("ann", "a");
        factory.createQueueConnection();
        factory.createQueueConnection("ann", "b");
        factory.createTopicConnection();
        factory.createTopicConnection(null, null);
        factory.createContext();
        factory.createContext(Session.CLIENT_ACKNOWLEDGE);
        factory.createContext("ann", "c");
        factory.createContext("ann", null, Session.DUPS_OK_ACKNOWLEDGE);

        assertThat(objects.calls)
                .containsExactly(
                        "connection joe secret",
                        "connection ann a",
                        "queueConnection joe secret",
                        "queueConnection ann b",
                        "topicConnection joe secret",
                        "topicConnection null null",
                        "context 1 joe secret",
                        "context 2 joe secret",
                        "context 1 ann c",
                        "context 3 ann null");
    }

    @Test
    void theConfigurationHoldsWhatTheBuilderWasTold() throws JMSException {
        ConnectionStateListener listener = new ConnectionStateListener() {};
        builder("fake://h?level=5")
                .clientId("c1")
                .option(ClientOptions.SEND_TIMEOUT, Duration.ofSeconds(3))
                .option(ClientOptions.OBJECT_ALLOW, List.of("a.B", "c.*"))
                .option("level", "6")
                .connectionStateListener(listener)
                .build()
                .createConnection();
        ClientConfiguration configuration = objects.configurations.get(0);

        assertThat(configuration.provider()).isInstanceOf(Fake.class);
        assertThat(configuration.clientId()).isEqualTo("c1");
        assertThat(configuration.user()).isNull();
        assertThat(configuration.listener()).isSameAs(listener);
        assertThat(configuration.settings().get(ClientOptions.SEND_TIMEOUT)).hasSeconds(3);
        assertThat(configuration.settings().get(ClientOptions.OBJECT_ALLOW)).containsExactly("a.B", "c.*");
        assertThat(configuration.settings().get(Fake.LEVEL)).isEqualTo(6);
    }

    @Test
    void anEmptyUserOrClientIdIsNone() throws JMSException {
        builder("fake:x?clientId=&username=").build().createConnection();

        assertThat(objects.configurations.get(0).clientId()).isNull();
        assertThat(objects.configurations.get(0).user()).isNull();
    }

    @Test
    void valuesOutOfRangeAreRefusedByTheBuilder() {
        AnyQueueConnectionFactory.Builder builder = AnyQueue.builder("fake:x");

        assertThatThrownBy(() -> builder.option(ClientOptions.PREFETCH, -1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Option prefetch: \"-1\"");
        assertThatThrownBy(() -> builder.option(ClientOptions.SEND_TIMEOUT, Duration.ofNanos(2_500_000)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sendTimeout");
        assertThatThrownBy(() -> builder.option(ClientOptions.OBJECT_ALLOW, List.of("a,b")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("objectMessage.allow");
    }

    @Test
    void namedAndUnnamedFactoriesComeFromTheSurroundings() {
        TestSources sources =
                new TestSources().fileKey("anyqueue.url", "fake:a").fileKey("anyqueue.orders.url", "fake:b");

        assertThat(AnyQueue.builder().sources(sources).build()).hasToString("AnyQueueConnectionFactory[fake:a]");
        assertThat(AnyQueue.builder().named("orders").sources(sources).build())
                .hasToString("AnyQueueConnectionFactory[fake:b]");
    }

    @Test
    void serializationKeepsUrlAndBuilderOptionsAndLooksUpTheRest() throws Exception {
        TestSources there = new TestSources().property("anyqueue.url", "fake://u:p%40w@h:7/v?level=5");
        AnyQueueConnectionFactory factory = AnyQueue.builder()
                .sources(there.property("anyqueue.prefetch", "9"))
                .option(ClientOptions.SEND_TIMEOUT, Duration.ofMillis(1234))
                .option(Fake.TOKEN, " spaces kept ")
                .connectionStateListener(new KeptListener("kept"))
                .build();
        AnyQueueConnectionFactory copy = copy(factory);

        assertThat(copy.describe())
                .contains("url = fake://u:***@h:7/v (argument)")
                .contains("level = 5 (URL)")
                .contains("sendTimeout = 1234ms (builder)")
                .contains("token = *** (builder)")
                .contains("prefetch = 200 (default)");
        assertThat(copy.getReference().get("token").getContent()).isEqualTo(" spaces kept ");
    }

    @Test
    void aListenerThatIsNotSerializableIsDropped() throws Exception {
        AnyQueueConnectionFactory factory = AnyQueue.builder("fake:x")
                .connectionStateListener(new ConnectionStateListener() {})
                .build();

        assertThat(copy(factory)).hasToString("AnyQueueConnectionFactory[fake:x]");
    }

    @Test
    void readingBackWhereTheProviderIsMissingSaysSo() throws Exception {
        byte[] written = write(AnyQueue.connectionFactory("fake:x"));
        Thread.currentThread().setContextClassLoader(ServiceFileLoader.of());

        assertThatThrownBy(() -> read(written))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("no provider serves it")
                .hasCauseInstanceOf(ConfigurationException.class);
    }

    @Test
    void aReferenceTurnsBackIntoTheFactory() throws Exception {
        AnyQueueConnectionFactory factory = AnyQueue.builder("fake://u:pw@h?level=5")
                .clientId("c")
                .named("orders")
                .build();
        Object copy = new AnyQueueObjectFactory().getObjectInstance(factory.getReference(), null, null, null);

        assertThat(factory.getReference().getFactoryClassName()).isEqualTo(AnyQueueObjectFactory.class.getName());
        assertThat(((AnyQueueConnectionFactory) copy).describe()).isEqualTo(factory.describe());
    }

    @Test
    void secretsAreInNoTextThatPeopleSee() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            String secret = "S" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36) + "%2F";
            String plain = secret.replace("%2F", "/");
            AnyQueueConnectionFactory factory = builder("fake://u:" + secret + "@h?token=" + secret)
                    .option(ClientOptions.PASSWORD, i % 2 == 0 ? plain : plain + ' ')
                    .build();
            factory.createConnection("u", plain);
            ClientConfiguration configuration = objects.configurations.get(i);

            assertThat(List.of(
                            factory.toString(),
                            factory.describe(),
                            configuration.toString(),
                            configuration.url().toString(),
                            configuration.settings().toString()))
                    .noneMatch(text -> text.contains(plain.substring(0, 5)));
            assertThat(configuration.password()).isEqualTo(plain);
            for (String wrong :
                    List.of("&nonsense=1", "&level=x", "&token=2", "&prefech=1", "&x", "&a=%zz", "&level=")) {
                assertThatThrownBy(
                                () -> AnyQueue.connectionFactory("fake://u:" + secret + "@h?token=" + secret + wrong))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageNotContaining(plain.substring(0, 5));
            }
        }
    }

    private AnyQueueConnectionFactory.Builder builder(String url) {
        return AnyQueue.builder(url).objects(objects);
    }

    private static AnyQueueConnectionFactory copy(AnyQueueConnectionFactory factory) throws Exception {
        return (AnyQueueConnectionFactory) read(write(factory));
    }

    private static byte[] write(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    private record KeptListener(String label) implements ConnectionStateListener, Serializable {}
}
