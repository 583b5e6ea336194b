package io.anyqueue.compliance.tests;

import io.anyqueue.compliance.ComplianceTarget;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tests that a target excludes, each with its kind and reason. Immutable. */
final class Exclusions {
    /** What an excluded test does. */
    enum Kind {
        /** It is run; passing is an error, for the exclusion is out of date. */
        ALWAYS_FAILS,
        /** It is run; either outcome is accepted. */
        UNSTABLE,
        /** It is not run. */
        HANGS
    }

    record Exclusion(Kind kind, String test, String reason) {}

    private final Map<String, Exclusion> byTest = new LinkedHashMap<>();

    private Exclusions() {}

    static Exclusions of(ComplianceTarget target) {
        Exclusions exclusions = new Exclusions();
        try (InputStream in = target.getClass().getResourceAsStream(target.exclusions())) {
            if (in != null) {
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(exclusions::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The exclusions of the target " + target.name() + " cannot be read", e);
        }
        return exclusions;
    }

    @Nullable
    Exclusion of(String test) {
        return byTest.get(test);
    }

    Collection<Exclusion> all() {
        return byTest.values();
    }

    private void add(String line) {
        String[] fields = line.split("\\s*\\|\\s*", 3);
        Kind kind = fields.length == 3 ? kind(fields[0]) : null;
        if (kind == null || fields[2].isBlank()) {
            throw new IllegalArgumentException("Exclusions: expected 'always-fails, unstable or hangs | Class.method | "
                    + "reason', found '" + line + "'");
        }
        if (byTest.put(fields[1], new Exclusion(kind, fields[1], fields[2])) != null) {
            throw new IllegalArgumentException("Exclusions: " + fields[1] + " is listed twice; keep one of the lines");
        }
    }

    private static @Nullable Kind kind(String name) {
        return switch (name) {
            case "always-fails" -> Kind.ALWAYS_FAILS;
            case "unstable" -> Kind.UNSTABLE;
            case "hangs" -> Kind.HANGS;
            default -> null;
        };
    }
}
