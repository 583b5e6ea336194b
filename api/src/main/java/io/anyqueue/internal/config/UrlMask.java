package io.anyqueue.internal.config;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes the text of a URL fit to be shown, also of one that could not be parsed. It hides rather too much: where a
 * character of a password was not escaped, the password reaches into what looks like host, port, path or query. Stateless.
 */
public final class UrlMask {
    static final String HIDDEN = "***";
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:(//)?");
    /** A bracketed address, which is kept, or a colon with anything but a port behind it, which goes with all that follows. */
    private static final Pattern NOT_A_PORT =
            Pattern.compile("\\[[0-9a-fA-F:.%]*\\]|:(?![0-9]{1,5}(?:[,/]|$)).*", Pattern.DOTALL);

    /** What may be a scheme without what follows it. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z+]{0,15}");

    private UrlMask() {}

    /** What may be shown of a URL, or of what may be one. */
    public static String mask(String text) {
        String url = Text.escapeControls(text);
        var scheme = SCHEME.matcher(url);
        if (!scheme.lookingAt()) {
            return WORD.matcher(url).matches() ? url : HIDDEN;
        }
        String rest = url.substring(scheme.end());
        int at = rest.lastIndexOf('@');
        int question = rest.indexOf('?');
        if ((scheme.group(1) == null && at >= 0) || (question >= 0 && question < at)) {
            return scheme.group() + HIDDEN;
        }
        String visible = rest.substring(at + 1, question < 0 ? rest.length() : question);
        return scheme.group()
                + (at < 0 ? "" : HIDDEN + '@')
                + NOT_A_PORT.matcher(visible).replaceAll(UrlMask::keepAddress)
                + (question < 0 ? "" : '?' + HIDDEN);
    }

    /** True where what looks like options may be the rest of a password with a question mark in it, before an @ and the host. */
    static boolean mayHoldPassword(Map<String, String> query) {
        return query.entrySet().stream()
                .anyMatch(each ->
                        each.getKey().indexOf('@') >= 0 || each.getValue().indexOf('@') >= 0);
    }

    private static String keepAddress(MatchResult match) {
        return match.group().startsWith("[") ? match.group() : ':' + HIDDEN;
    }
}
