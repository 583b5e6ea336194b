package io.anyqueue.internal.config;

import io.anyqueue.spi.MessagingProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A class loader with resources of its own, such as the file that names the providers; hides the parent's files of these names. */
public final class ServiceFileLoader extends ClassLoader {
    private static final String SERVICES = "META-INF/services/" + MessagingProvider.class.getName();

    private final Map<String, String> files = new HashMap<>();

    private ServiceFileLoader(ClassLoader parent) {
        super(parent);
    }

    public static ServiceFileLoader of(Class<?>... providers) {
        return ofNames(Arrays.stream(providers).map(Class::getName).toList());
    }

    public static ServiceFileLoader ofNames(List<String> providers) {
        return new ServiceFileLoader(ServiceFileLoader.class.getClassLoader())
                .with(SERVICES, providers.stream().collect(Collectors.joining("\n", "", "\n")));
    }

    public ServiceFileLoader with(String file, String content) {
        files.put(file, content);
        return this;
    }

    @Override
    public URL getResource(String name) {
        return files.containsKey(name) ? url(name) : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return files.containsKey(name) ? Collections.enumeration(List.of(url(name))) : super.getResources(name);
    }

    private URL url(String name) {
        try {
            return new URL(null, "memory:/" + name, new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new Memory(url, files.get(name));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Memory extends URLConnection {
        private final String content;

        Memory(URL url, String content) {
            super(url);
            this.content = content;
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
