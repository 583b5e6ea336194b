package io.anyqueue.jndi;

import io.anyqueue.internal.config.PropertiesFile;
import io.anyqueue.spi.ConfigurationException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Hashtable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives applications that are configured through JNDI a context whose bindings come from its environment and from a
 * properties file, with the keys that the package comment lists. Stateless; reads the file at each call.
 */
public final class AnyQueueInitialContextFactory implements InitialContextFactory {
    private static final String CLASSPATH = "classpath:";

    /** For JNDI, which makes it by its class name. */
    public AnyQueueInitialContextFactory() {}

    @Override
    @SuppressWarnings("JdkObsolete") // JNDI asks for this type
    public Context getInitialContext(@Nullable Hashtable<?, ?> environment) throws NamingException {
        Hashtable<?, ?> copy = environment == null ? new Hashtable<>() : new Hashtable<>(environment);
        String providerUrl = copy.get(Context.PROVIDER_URL) instanceof String given ? given.strip() : "";
        boolean isFile = isFile(providerUrl);
        Map<String, String> settings = new TreeMap<>(isFile ? read(providerUrl).values() : Map.of());
        copy.forEach((key, value) -> {
            if (key instanceof String name && value instanceof String text) {
                settings.put(name, text);
            }
        });
        String brokerUrl = isFile || providerUrl.isEmpty() ? null : providerUrl;
        return new AnyQueueContext(Bindings.from(settings, brokerUrl), copy, "");
    }

    private static boolean isFile(String url) {
        return Stream.of("file:", "jar:", CLASSPATH).anyMatch(url::startsWith);
    }

    private static PropertiesFile read(String url) throws NamingException {
        try {
            return PropertiesFile.read(url.startsWith(CLASSPATH) ? resource(url) : new URL(url));
        } catch (MalformedURLException | ConfigurationException e) {
            throw Failures.badConfiguration(Context.PROVIDER_URL + " \"" + url + "\": " + e.getMessage(), e);
        }
    }

    private static URL resource(String url) throws NamingException {
        String stripped = url.substring(CLASSPATH.length());
        String name = stripped.startsWith("/") ? stripped.substring(1) : stripped;
        return Stream.of(
                        Thread.currentThread().getContextClassLoader(),
                        AnyQueueInitialContextFactory.class.getClassLoader())
                .filter(Objects::nonNull)
                .map(loader -> loader.getResource(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> Failures.badConfiguration(
                        Context.PROVIDER_URL + " \"" + url + "\": there is no such file on the class path", null));
    }
}
