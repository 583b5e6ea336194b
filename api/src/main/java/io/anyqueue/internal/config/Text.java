package io.anyqueue.internal.config;

/** How names and values from outside are shown to people: on one line, whatever they hold. Stateless. */
final class Text {

    private Text() {}

    static String quote(String text) {
        return '"' + escapeControls(text) + '"';
    }

    static String escapeControls(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.chars()
                .forEach(c ->
                        shown.append(Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c)));
        return shown.toString();
    }
}
