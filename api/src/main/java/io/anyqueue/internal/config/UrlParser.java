package io.anyqueue.internal.config;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.BrokerUrl.Host;
import io.anyqueue.spi.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads broker URLs: {@code scheme://[user[:password]@]host[:port][,host[:port]...][/path][?options]} and
 * {@code scheme:name[?options]}. {@link java.net.URI} cannot express several hosts. Parts are percent-decoded after they
 * have been told apart; {@code +}, {@code #} and all else stand for themselves. One parser per text, used by one thread.
 *
 * <p>Failures name the position, counted from 1, and what was expected. They never show what might be a password,
 * which includes a part that was only taken for something else because a character was not escaped.
 */
final class UrlParser {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*(%[\\w.~-]+)?");
    private static final Pattern HOST = Pattern.compile("[^\\s\\p{Cntrl}:/?#@,\\[\\]]+");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private final String text;
    private final String origin;

    private UrlParser(String text, String origin) {
        this.text = text;
        this.origin = origin;
    }

    /**
     * Parses a URL, less white space around it.
     *
     * @param origin where the text came from, for error messages
     */
    static BrokerUrl parse(String text, String origin) {
        return new UrlParser(text.strip(), origin).parse();
    }

    private BrokerUrl parse() {
        int control = firstControl(text);
        if (control >= 0) {
            throw expected(control, "no control character (write it percent-encoded, such as %0A)");
        }
        int colon = text.indexOf(':');
        if (colon < 0 || !SCHEME.matcher(text.substring(0, colon)).matches()) {
            throw expected(0, "a scheme and a colon, such as amqp://localhost or inmemory:orders");
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        int question = text.indexOf('?', colon);
        int end = question < 0 ? text.length() : question;
        if (text.startsWith("//", colon + 1)) {
            return hierarchical(scheme, colon + 3, end);
        }
        return opaque(scheme, colon + 1, end);
    }

    private BrokerUrl opaque(String scheme, int start, int end) {
        int at = indexOf('@', start, end);
        if (at >= 0) {
            throw expected(at, "// before a user name and host (an @ that belongs to a name is written %40)");
        }
        if (start < end && text.charAt(start) == '/') {
            throw expected(start, "// and a host, or a name that does not begin with a slash");
        }
        String name = start == end ? null : shown(start, end, "a name");
        return new BrokerUrl(scheme, null, null, List.of(), name, query(end));
    }

    private BrokerUrl hierarchical(String scheme, int start, int end) {
        int slash = indexOf('/', start, end);
        int authorityEnd = slash < 0 ? end : slash;
        int at = indexOf('@', start, authorityEnd);
        String user = null;
        String password = null;
        if (at >= 0) {
            int colon = indexOf(':', start, at);
            user = user(start, colon < 0 ? at : colon);
            password = colon < 0 ? null : decode(colon + 1, at);
        }
        List<Host> hosts = hosts(at < 0 ? start : at + 1, authorityEnd);
        int late = indexOf('@', authorityEnd, end);
        if (at < 0 && late >= 0) {
            throw expected(late, "an @ in a path to be written %40" + escapeHint(authorityEnd));
        }
        String path = slash < 0 || slash + 1 == end ? null : shown(slash + 1, end, "a path");
        return new BrokerUrl(scheme, user, password, hosts, path, query(end));
    }

    private String user(int start, int end) {
        if (start == end) {
            throw expected(start, "a user name before the @");
        }
        return shown(start, end, "a user name");
    }

    private List<Host> hosts(int start, int end) {
        List<Host> hosts = new ArrayList<>();
        int from = start;
        while (true) {
            int comma = indexOf(',', from, end);
            int to = comma < 0 ? end : comma;
            hosts.add(host(from, to));
            if (comma < 0) {
                return hosts;
            }
            from = comma + 1;
        }
    }

    private Host host(int start, int end) {
        if (start < end && text.charAt(start) == '[') {
            return bracketed(start, end);
        }
        int colon = indexOf(':', start, end);
        int nameEnd = colon < 0 ? end : colon;
        String name = decode(start, nameEnd);
        if (!HOST.matcher(name).matches()) {
            throw expected(start, "a host name or address (an IPv6 address goes in brackets)" + escapeHint(end));
        }
        return new Host(name, colon < 0 ? BrokerUrl.DEFAULT_PORT : port(colon + 1, end));
    }

    private Host bracketed(int start, int end) {
        int close = indexOf(']', start, end);
        if (close < 0) {
            throw expected(start, "] at the end of an IPv6 address");
        }
        String name = decode(start + 1, close);
        if (!IPV6.matcher(name).matches()) {
            throw expected(start + 1, "an IPv6 address between the brackets");
        }
        if (close + 1 == end) {
            return new Host(name, BrokerUrl.DEFAULT_PORT);
        }
        if (text.charAt(close + 1) != ':') {
            throw expected(close + 1, "a colon and a port, or the end of the host");
        }
        return new Host(name, port(close + 2, end));
    }

    private int port(int start, int end) {
        String digits = text.substring(start, end);
        int port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            throw expected(start, "a port from 1 to 65535" + escapeHint(end));
        }
        return port;
    }

    private Map<String, String> query(int question) {
        Map<String, String> query = new LinkedHashMap<>();
        int from = question + 1;
        while (from < text.length()) {
            int ampersand = text.indexOf('&', from);
            int to = ampersand < 0 ? text.length() : ampersand;
            int equals = indexOf('=', from, to);
            if (equals <= from) {
                throw expected(from, "an option as name=value" + escapeHint(question));
            }
            String name = decode(from, equals);
            if (query.put(name, decode(equals + 1, to)) != null) {
                throw expected(from, "each option once, but this one was given before");
            }
            if (to + 1 == text.length()) {
                throw expected(to + 1, "an option as name=value after &");
            }
            from = to + 1;
        }
        return query;
    }

    /** Decodes a part that messages to people show, where line breaks would forge log lines. */
    private String shown(int start, int end, String what) {
        String decoded = decode(start, end);
        if (firstControl(decoded) >= 0) {
            throw expected(start, what + " without control characters");
        }
        return decoded;
    }

    private String decode(int start, int end) {
        try {
            return PercentEncoding.decode(text, start, end);
        } catch (PercentEncoding.MalformedEscape e) {
            throw expected(e.position(), e.expected());
        }
    }

    private String escapeHint(int from) {
        boolean late = text.indexOf('@', from) >= 0;
        return late ? " (in user names and passwords write / as %2F, ? as %3F, @ as %40, : as %3A and % as %25)" : "";
    }

    private ConfigurationException expected(int position, String expected) {
        return new ConfigurationException("Broker URL \"" + UrlMask.mask(text) + "\" (" + origin
                + ") is not valid at position " + (position + 1) + ": expected " + expected);
    }

    private int indexOf(char c, int start, int end) {
        int index = text.indexOf(c, start);
        return index < end ? index : -1;
    }

    private static int firstControl(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (Character.isISOControl(part.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
