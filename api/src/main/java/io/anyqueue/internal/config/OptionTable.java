package io.anyqueue.internal.config;

import io.anyqueue.spi.Option;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration table of the documentation, made from the options themselves. Stateless. */
public final class OptionTable {
    private static final String HEAD = "| option | values | default | meaning |\n|---|---|---|---|\n";

    private OptionTable() {}

    /** A table in Markdown, one row for each option, in the order given; ends with a line break. */
    public static String markdown(List<Option<?>> options) {
        return options.stream().map(OptionTable::row).collect(Collectors.joining("", HEAD, ""));
    }

    private static <T> String row(Option<T> option) {
        String value = option.show(option.defaultValue());
        return "| `" + option.name() + "` | " + cell(option.form()) + " | "
                + (value.isEmpty() ? "" : '`' + cell(value) + '`') + " | " + cell(option.description()) + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\R", " ");
    }
}
