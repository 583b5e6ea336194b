package io.anyqueue.compliance.tests;

import jakarta.jms.MessageFormatException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;

/** The table of conversions that maps and streams share (section 3.11.3). Stateless. */
final class Conversions {
    /** One value of each type that can be written. */
    static final Map<String, Object> VALUES = new LinkedHashMap<>();

    static {
        VALUES.put("boolean", true);
        VALUES.put("byte", (byte) 7);
        VALUES.put("short", (short) 8);
        VALUES.put("char", 'c');
        VALUES.put("int", 9);
        VALUES.put("long", 10L);
        VALUES.put("float", 1.5f);
        VALUES.put("double", 2.5d);
        VALUES.put("String", "5");
        VALUES.put("byte[]", new byte[] {1, 2});
    }

    private static final Map<String, List<String>> MARKED = Map.of(
            "boolean", List.of("boolean", "String"),
            "byte", List.of("byte", "short", "int", "long", "String"),
            "short", List.of("short", "int", "long", "String"),
            "char", List.of("char", "String"),
            "int", List.of("int", "long", "String"),
            "long", List.of("long", "String"),
            "float", List.of("float", "double", "String"),
            "double", List.of("double", "String"),
            "String", List.of("boolean", "byte", "short", "int", "long", "float", "double", "String"),
            "byte[]", List.of("byte[]"));

    /** Reads the value that was written as one type, as another. */
    @FunctionalInterface
    interface Reading {
        Object read(Object written, String as) throws Exception;
    }

    private Conversions() {}

    static void requireMarked(Reading reading) throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, Object> row : VALUES.entrySet()) {
            for (String column : MARKED.getOrDefault(row.getKey(), List.of())) {
                Object read = reading.read(row.getValue(), column);
                String as = row.getKey() + " as " + column;
                if (read instanceof byte[] bytes) {
                    all.assertThat(bytes).as(as).containsExactly(1, 2);
                } else if (row.getKey().equals("String") && column.equals("boolean")) {
                    all.assertThat(read).as(as).isEqualTo(false);
                } else {
                    all.assertThat(String.valueOf(read)).as(as).startsWith(String.valueOf(row.getValue()));
                }
            }
        }
        all.assertAll();
    }

    static void requireOthersRefused(Reading reading) {
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, Object> row : VALUES.entrySet()) {
            for (String column : VALUES.keySet()) {
                if (!MARKED.getOrDefault(row.getKey(), List.of()).contains(column)) {
                    all.assertThatThrownBy(() -> reading.read(row.getValue(), column))
                            .as(row.getKey() + " as " + column)
                            .isInstanceOf(MessageFormatException.class);
                }
            }
        }
        all.assertAll();
    }
}
