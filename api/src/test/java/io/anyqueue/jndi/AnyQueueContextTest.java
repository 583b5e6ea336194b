package io.anyqueue.jndi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueueConnectionFactory;
import io.anyqueue.internal.config.ServiceFileLoader;
import io.anyqueue.internal.config.TestProviders.Fake;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({"BanJNDI", "JdkObsolete"}) // JNDI is what is tested, with the types that it asks for
class AnyQueueContextTest {
    private static final Map<String, String> BINDINGS = Map.of(
            "connectionFactory.main",
            "fake://u:hunter2@h?level=5",
            "connectionFactory.jms/other",
            "fake:other",
            "queue.jms/orders",
            "orders.queue",
            "topic.prices",
            "prices.topic");

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    private Path folder;

    @BeforeEach
    void putTheFakeProviderOnTheClassPath() {
        Thread.currentThread()
                .setContextClassLoader(ServiceFileLoader.of(Fake.class)
                        .with("conf/jndi.properties", "queue.inJar = from.class.path\n"));
    }

    @AfterEach
    void restoreContextClassLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void theEnvironmentBindsFactoriesQueuesAndTopics() throws Exception {
        Context context = context(BINDINGS);

        assertThat(context.lookup("main")).hasToString("AnyQueueConnectionFactory[fake://u:***@h]");
        assertThat(context.lookup("main")).isSameAs(context.lookup("main"));
        assertThat(context.lookup("jms/other")).isInstanceOf(AnyQueueConnectionFactory.class);
        assertQueue(context.lookup("jms/orders"), "orders.queue");
        assertQueue(context.lookup(new CompositeName("jms/orders")), "orders.queue");
        assertQueue(context.lookup("\"jms\"/orders"), "orders.queue");
        assertTopic(context.lookup("prices"), "prices.topic");
        assertTopic(context.lookupLink("prices"), "prices.topic");
    }

    @Test
    void aPropertiesFileBindsAndTheEnvironmentPrecedesIt() throws Exception {
        Path file = folder.resolve("jndi.properties");
        write(file, "connectionFactory.cf = fake:x\nqueue.a = file.a\nqueue.b = file.b \n");
        Context context = context(Map.of(Context.PROVIDER_URL, file.toUri().toString(), "queue.a", "env.a"));

        assertThat(context.lookup("cf")).hasToString("AnyQueueConnectionFactory[fake:x]");
        assertQueue(context.lookup("a"), "env.a");
        assertQueue(context.lookup("b"), "file.b");
        assertThatThrownBy(() -> context.lookup("ConnectionFactory")).isInstanceOf(NameNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp://u:S3CRET@h", "amqp://h?password=S3CRET", "u:S3CRET@h", "amqp:h?token=S3CRET"})
    void aUrlThatIsLookedUpIsNotShownWithItsPassword(String url) throws NamingException {
        Context context = context(BINDINGS);
        assertThatThrownBy(() -> context.lookup(url))
                .isInstanceOf(NameNotFoundException.class)
                .hasMessageContaining("***")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("S3CRET"));
        assertThatThrownBy(() -> context.lookup("java:comp/env/none")).hasMessageContaining("\"java:comp/env/none\"");
    }

    @Test
    void aPropertiesFileMayBeOnTheClassPath() throws Exception {
        assertQueue(
                context(Map.of(Context.PROVIDER_URL, "classpath:/conf/jndi.properties"))
                        .lookup("inJar"),
                "from.class.path");
        assertThatThrownBy(() -> context(Map.of(Context.PROVIDER_URL, "classpath:nowhere.properties")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("nowhere.properties");
        assertThatThrownBy(() -> context(Map.of(Context.PROVIDER_URL, "file:/no/such/file.properties")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aBrokerUrlAsProviderUrlIsBoundToConnectionFactory() throws Exception {
        assertThat(context(Map.of(Context.PROVIDER_URL, "fake:here")).lookup("ConnectionFactory"))
                .hasToString("AnyQueueConnectionFactory[fake:here]");
    }

    @Test
    void theCustomaryNamesOfFactoriesAndTheKeysOfOtherProvidersAreTaken() throws Exception {
        Context context = context(Map.of(Context.PROVIDER_URL, "fake:here", "connectionfactory.mine", "fake:mine"));

        assertThat(context.lookup("QueueConnectionFactory")).isInstanceOf(QueueConnectionFactory.class);
        assertThat(context.lookup("TopicConnectionFactory")).hasToString("AnyQueueConnectionFactory[fake:here]");
        assertThat(context.lookup("mine")).hasToString("AnyQueueConnectionFactory[fake:mine]");
    }

    @Test
    void withoutAnyFactoryTheConfiguredOneIsBound() throws Exception {
        Thread.currentThread()
                .setContextClassLoader(
                        ServiceFileLoader.of(Fake.class).with("anyqueue.properties", "anyqueue.url=fake:configured"));

        assertThat(context(Map.of()).lookup("ConnectionFactory"))
                .hasToString("AnyQueueConnectionFactory[fake:configured]");
    }

    @Test
    void dynamicNamesNeedNoBinding() throws Exception {
        Context context = context(BINDINGS);

        assertQueue(context.lookup("dynamicQueues/a.b"), "a.b");
        assertQueue(context.lookup("dynamicQueues/a/b"), "a/b");
        assertTopic(context.lookup(new CompositeName("dynamicTopics/t")), "t");
        assertQueue(((Context) context.lookup("dynamicQueues")).lookup("a/b"), "a/b");
        assertThatThrownBy(() -> context.lookup("dynamicQueues/"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("names no destination");
    }

    @Test
    void subcontextsAreViewsOfNamesWithSlashes() throws Exception {
        Context jms = (Context) context(BINDINGS).lookup("jms");

        assertQueue(jms.lookup("orders"), "orders.queue");
        assertThat(jms.getNameInNamespace()).isEqualTo("jms");
        assertThat(names(jms.list(""))).containsExactly("orders", "other");
        assertThat(jms.lookup("")).isInstanceOf(Context.class).isNotSameAs(jms);
    }

    @Test
    void namesAndBindingsAreListed() throws Exception {
        Context context = context(BINDINGS);
        List<NameClassPair> pairs = Collections.list(context.list(""));
        List<Binding> bindings = Collections.list(context.listBindings("jms"));

        assertThat(names(context.list(""))).containsExactly("jms", "main", "prices");
        assertThat(pairs.stream().map(NameClassPair::getClassName))
                .containsExactly(
                        Context.class.getName(), AnyQueueConnectionFactory.class.getName(), Topic.class.getName());
        assertThat(bindings.get(0).getObject()).isInstanceOf(Queue.class);
        assertThatThrownBy(() -> context.list("main")).isInstanceOf(NotContextException.class);
    }

    @Test
    void aNameThatIsNotBoundFailsWithThoseThatAre() {
        assertThatThrownBy(() -> context(BINDINGS).lookup("jms/order"))
                .isInstanceOf(NameNotFoundException.class)
                .hasMessageContaining("\"jms/order\" is not bound; bound are: jms/orders, jms/other, main, prices")
                .hasMessageContaining("dynamicQueues/NAME");
    }

    @Test
    void aFactoryWithAMistakeFailsWhenLookedUpAndSpoilsNoOther() throws Exception {
        Context context =
                context(Map.of("connectionFactory.bad", "fake://u:hunter2@h:x", "queue.good", "q", "queue.no", ""));

        assertQueue(context.lookup("good"), "q");
        assertThatThrownBy(() -> context.lookup("bad"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Connection factory \"bad\"")
                .hasMessageContaining("a port")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> context.lookup("no")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void theContextIsReadOnly() throws Exception {
        Context context = context(BINDINGS);

        assertThatThrownBy(() -> context.bind("x", "y"))
                .isInstanceOf(OperationNotSupportedException.class)
                .hasMessageContaining("bind is not possible");
        assertThatThrownBy(() -> context.unbind(new CompositeName("x")))
                .isInstanceOf(OperationNotSupportedException.class);
        assertThatThrownBy(() -> context.createSubcontext("x")).isInstanceOf(OperationNotSupportedException.class);
        Context plain = new AnyQueueInitialContextFactory().getInitialContext(new Hashtable<>(BINDINGS));
        assertThat(plain.composeName("b", "a")).isEqualTo("a/b");
        assertThat(plain.toString()).doesNotContain("hunter2");
    }

    @Test
    void referencesWrittenByAContainerBecomeObjects() throws Exception {
        Reference factory =
                reference("jakarta.jms.ConnectionFactory", "url", "fake:x", "auth", "Container", "level", "7");
        assertThat(((AnyQueueConnectionFactory) resolve(factory)).describe()).contains("level = 7 (builder)");
        assertQueue(resolve(reference("jakarta.jms.Queue", "physicalName", "q")), "q");
        assertTopic(resolve(reference("jakarta.jms.Topic", "name", "t")), "t");
        assertQueue(resolve(reference("io.anyqueue.internal.destination.JmsQueue", "kind", "QUEUE", "name", "q")), "q");
    }

    @Test
    void referencesThatAreNotOursAreLeftToOthers() throws Exception {
        assertThat(resolve(reference("com.example.Pool", "kind", "QUEUE"))).isNull();
        assertThat(resolve("text")).isNull();
        assertThat(resolve(null)).isNull();
    }

    @Test
    void referencesWithMistakesFailClearly() {
        assertThatThrownBy(() -> resolve(reference("jakarta.jms.ConnectionFactory", "url", "fake:x?prefech=1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("did you mean prefetch?");
        assertThatThrownBy(() -> resolve(reference("jakarta.jms.Queue")))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("names none");
        assertThatThrownBy(() -> resolve(reference("io.anyqueue.Any", "kind", "STACK", "name", "q")))
                .isInstanceOf(NamingException.class)
                .hasMessageContaining("STACK");
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private static Context context(Map<String, String> environment) throws NamingException {
        Hashtable<String, String> table = new Hashtable<>(environment);
        table.put(Context.INITIAL_CONTEXT_FACTORY, AnyQueueInitialContextFactory.class.getName());
        return new InitialContext(table);
    }

    private static Object resolve(Object reference) throws NamingException {
        return new AnyQueueObjectFactory().getObjectInstance(reference, null, null, null);
    }

    private static Reference reference(String className, String... addresses) {
        Reference reference = new Reference(className, AnyQueueObjectFactory.class.getName(), null);
        for (int i = 0; i < addresses.length; i += 2) {
            reference.add(new StringRefAddr(addresses[i], addresses[i + 1]));
        }
        return reference;
    }

    private static List<String> names(Enumeration<NameClassPair> pairs) {
        return Collections.list(pairs).stream().map(NameClassPair::getName).toList();
    }

    private static void assertQueue(Object object, String name) throws JMSException {
        assertThat(object).isInstanceOf(Queue.class);
        assertThat(((Queue) object).getQueueName()).isEqualTo(name);
    }

    private static void assertTopic(Object object, String name) throws JMSException {
        assertThat(object).isInstanceOf(Topic.class);
        assertThat(((Topic) object).getTopicName()).isEqualTo(name);
    }
}
