package io.anyqueue;

import io.anyqueue.internal.config.ClientConfiguration;
import io.anyqueue.internal.config.ClientObjects;
import io.anyqueue.internal.config.ConfigurationRequest;
import io.anyqueue.internal.config.ConfigurationResolver;
import io.anyqueue.internal.config.ConfigurationSources;
import io.anyqueue.internal.config.ResolvedConfiguration;
import io.anyqueue.internal.jms.JmsObjects;
import io.anyqueue.internal.message.ObjectPolicy;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.ConnectionStateListener;
import io.anyqueue.spi.Option;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;
import org.jspecify.annotations.Nullable;

/**
 * A connection factory for all three domains, made by {@link AnyQueue}. Immutable and safe for use by any thread; holds no
 * connections.
 *
 * <p>Serialization and {@link #getReference} keep what ties the factory to its broker and what the application said: the
 * URL, be it from the configuration, the connection's name, and the options set by the builder, passwords included. Options
 * that came from system properties, environment or file belong to the place and are looked up anew where the factory is
 * read back, as are the defaults. A {@link ConnectionStateListener} is serialized where it is {@link Serializable}, else
 * dropped; references never hold one.
 */
public final class AnyQueueConnectionFactory
        implements QueueConnectionFactory, TopicConnectionFactory, Referenceable, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String OBJECT_FACTORY = "io.anyqueue.jndi.AnyQueueObjectFactory";

    private final transient ConfigurationRequest request;
    private final transient ResolvedConfiguration resolved;
    private final transient ClientConfiguration configuration;
    private final transient ClientObjects objects;

    private AnyQueueConnectionFactory(Builder builder) {
        request = new ConfigurationRequest(builder.url, builder.name, builder.options);
        resolved = ConfigurationResolver.resolve(request, builder.sources);
        ObjectPolicy.requireValid(resolved.settings());
        configuration = ClientConfiguration.of(resolved, builder.listener);
        objects = builder.objects;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return objects.connection(configuration);
    }

    /** Connects as another user than the configured one; null for both is anonymous. */
    @Override
    public Connection createConnection(@Nullable String userName, @Nullable String password) throws JMSException {
        return objects.connection(configuration.withCredentials(userName, password));
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return objects.queueConnection(configuration);
    }

    @Override
    public QueueConnection createQueueConnection(@Nullable String userName, @Nullable String password)
            throws JMSException {
        return objects.queueConnection(configuration.withCredentials(userName, password));
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return objects.topicConnection(configuration);
    }

    @Override
    public TopicConnection createTopicConnection(@Nullable String userName, @Nullable String password)
            throws JMSException {
        return objects.topicConnection(configuration.withCredentials(userName, password));
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return objects.context(configuration, sessionMode);
    }

    @Override
    public JMSContext createContext(@Nullable String userName, @Nullable String password) {
        return createContext(userName, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(@Nullable String userName, @Nullable String password, int sessionMode) {
        return objects.context(configuration.withCredentials(userName, password), sessionMode);
    }

    /**
     * The URL, the provider and every option, a line each, with where it came from: the system property, the URL, the
     * default. Secrets show as {@code ***}.
     */
    public String describe() {
        return resolved.describe();
    }

    /**
     * For binding in a naming service; {@code io.anyqueue.jndi.AnyQueueObjectFactory} turns it back into a factory. The
     * addresses hold passwords in clear text, and {@link Reference#toString} shows them.
     */
    @Override
    public Reference getReference() {
        Reference reference = new Reference(getClass().getName(), OBJECT_FACTORY, null);
        reference.add(new StringRefAddr("url", resolved.urlText()));
        if (request.connectionName() != null) {
            reference.add(new StringRefAddr("named", request.connectionName()));
        }
        request.options().forEach((option, value) -> reference.add(new StringRefAddr(option, value)));
        return reference;
    }

    /** The URL, without password and options. */
    @Override
    public String toString() {
        return "AnyQueueConnectionFactory[" + resolved.url() + ']';
    }

    @Serial
    private Object writeReplace() {
        Serializable listener = configuration.listener() instanceof Serializable kept ? kept : null;
        return new SerializedForm(resolved.urlText(), request.connectionName(), request.options(), listener);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A connection factory is serialized as its URL and options only");
    }

    /**
     * Collects what a connection factory is made from. For use by one thread; {@link #build} may be called repeatedly.
     * A URL or option given again replaces the earlier one.
     */
    public static final class Builder {
        private final Map<String, String> options = new LinkedHashMap<>();
        private @Nullable String url;
        private @Nullable String name;
        private @Nullable ConnectionStateListener listener;
        private ConfigurationSources sources = ConfigurationSources.standard();
        private ClientObjects objects = new JmsObjects();

        Builder() {}

        /** The broker's URL; without it, the configuration's. */
        public Builder url(String newUrl) {
            url = Objects.requireNonNull(newUrl, "url");
            return this;
        }

        /** The name under which the configuration is looked up, as in {@link AnyQueue#named}. */
        public Builder named(String newName) {
            name = Objects.requireNonNull(newName, "name");
            return this;
        }

        /**
         * Sets an option, one of {@link ClientOptions} or of the provider.
         *
         * @throws ConfigurationException where the value is out of range
         */
        public <T> Builder option(Option<T> option, T value) {
            Objects.requireNonNull(value, () -> "value of option " + option.name());
            String text = value instanceof String given ? given : option.show(value);
            T again = option.parse(text);
            if (!(value instanceof String) && !again.equals(value)) {
                throw new ConfigurationException("Option " + option.name() + ": " + value
                        + " cannot be written as text and read again; expected " + option.form());
            }
            return option(option.name(), text);
        }

        /** Sets an option by name, its value written as in a URL but not percent-encoded. */
        public Builder option(String optionName, String value) {
            options.put(Objects.requireNonNull(optionName, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** The user for connections that are made without one. */
        public Builder credentials(String user, String password) {
            return option(ClientOptions.USERNAME, user).option(ClientOptions.PASSWORD, password);
        }

        /** The client identifier of every connection (section 6.1.2), so that only one can exist at a time. */
        public Builder clientId(String clientId) {
            return option(ClientOptions.CLIENT_ID, clientId);
        }

        /** Hears of connections lost and restored. */
        public Builder connectionStateListener(ConnectionStateListener newListener) {
            listener = Objects.requireNonNull(newListener, "listener");
            return this;
        }

        /**
         * Looks up the configuration and the provider; does not connect.
         *
         * @throws ConfigurationException where the configuration cannot be used
         */
        public AnyQueueConnectionFactory build() {
            return new AnyQueueConnectionFactory(this);
        }

        Builder sources(ConfigurationSources newSources) {
            sources = newSources;
            return this;
        }

        Builder objects(ClientObjects newObjects) {
            objects = newObjects;
            return this;
        }
    }

    /** What is written in place of a factory; {@link #toString} shows nothing of it. */
    private static final class SerializedForm implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String url;
        private final @Nullable String name;
        private final LinkedHashMap<String, String> options;
        private final @Nullable Serializable listener;

        SerializedForm(
                String url, @Nullable String name, Map<String, String> options, @Nullable Serializable listener) {
            this.url = url;
            this.name = name;
            this.options = new LinkedHashMap<>(options);
            this.listener = listener;
        }

        @Serial
        private Object readResolve() throws InvalidObjectException {
            try {
                Builder builder = new Builder().url(url);
                builder.name = name;
                builder.options.putAll(options);
                builder.listener = listener instanceof ConnectionStateListener kept ? kept : null;
                return builder.build();
            } catch (ConfigurationException e) {
                InvalidObjectException failure =
                        new InvalidObjectException("A connection factory cannot be read back here: " + e.getMessage());
                failure.initCause(e);
                throw failure;
            }
        }
    }
}
