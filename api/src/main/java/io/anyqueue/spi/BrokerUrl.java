package io.anyqueue.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parsed broker URL; all parts are percent-decoded. Immutable. {@link #toString} shows no password and no options, and
 * nothing that may hold part of a password because a separator was escaped, or was not, by mistake.
 *
 * @param scheme lower case
 * @param user from {@code user[:password]@}; null where absent
 * @param password null where absent
 * @param hosts at least one for {@code scheme://host}; empty for an opaque URL such as {@code inmemory:orders}
 * @param path for a hierarchical URL what follows the first slash, null where there is nothing; for an opaque URL the name
 * @param query option names and values in the order written
 */
public record BrokerUrl(
        String scheme,
        @Nullable String user,
        @Nullable String password,
        List<Host> hosts,
        @Nullable String path,
        Map<String, String> query) {

    private static final String HIDDEN = "***";

    /** Separators that one who writes a user name or a path leaves alone, but one who mistakes the syntax does not. */
    private static final Pattern SEPARATOR_IN_USER = Pattern.compile("[:/?#@\\[\\],&=%]");

    /** The value of {@link Host#port} where the URL names none. */
    public static final int DEFAULT_PORT = -1;

    /**
     * One host of a URL.
     *
     * @param name a name or an address, without brackets
     * @param port 1 to 65535, or {@link #DEFAULT_PORT}
     */
    public record Host(String name, int port) {
        public Host {
            Objects.requireNonNull(name, "name");
        }

        @Override
        public String toString() {
            String shown = name.indexOf(':') >= 0 ? '[' + name + ']' : name;
            return port == DEFAULT_PORT ? shown : shown + ':' + port;
        }
    }

    public BrokerUrl {
        Objects.requireNonNull(scheme, "scheme");
        hosts = List.copyOf(hosts);
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(scheme).append(':');
        if (!hosts.isEmpty()) {
            text.append("//");
        }
        if (mayHoldPasswordAnywhere()) {
            return text.append(HIDDEN).toString();
        }
        if (!hosts.isEmpty()) {
            if (user != null) {
                text.append(shownUser(user)).append(password == null ? "@" : ":***@");
            }
            for (int i = 0; i < hosts.size(); i++) {
                text.append(i == 0 ? "" : ",").append(hosts.get(i));
            }
            text.append(path == null ? "" : "/");
        }
        return text.append(path == null ? "" : path).toString();
    }

    /** True with an @ in what looks like a path or an option: the host may be behind it, and user and password before. */
    private boolean mayHoldPasswordAnywhere() {
        return (path != null && path.indexOf('@') >= 0)
                || query.entrySet().stream().anyMatch(each -> (each.getKey() + each.getValue()).indexOf('@') >= 0);
    }

    private static String shownUser(String user) {
        return SEPARATOR_IN_USER.matcher(user).find() ? HIDDEN : user;
    }
}
