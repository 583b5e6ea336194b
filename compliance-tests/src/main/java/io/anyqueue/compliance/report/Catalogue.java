package io.anyqueue.compliance.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements that the suite holds providers to, read from one resource for each chapter. A line is
 * {@code id | required | text}, where {@code required} may be {@code optional}, and where a fourth field gives the reason
 * why no test can show it. Immutable.
 */
public final class Catalogue {
    /** The resources, in the order of the report. */
    static final List<String> CHAPTERS = List.of(
            "chapter-02",
            "chapter-03",
            "chapter-04",
            "chapter-05",
            "chapter-06",
            "chapter-07",
            "chapter-08",
            "chapter-09",
            "chapter-10",
            "chapter-11",
            "api-messages",
            "api-connections",
            "api-sessions",
            "api-simplified");

    private final Map<String, Statement> statements = new LinkedHashMap<>();

    private Catalogue() {}

    /** Reads the catalogue. A malformed line or an identifier used twice is an {@link IllegalStateException}. */
    public static Catalogue load() {
        Catalogue catalogue = new Catalogue();
        for (String chapter : CHAPTERS) {
            for (String line : lines(chapter)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    catalogue.add(parse(chapter, line));
                }
            }
        }
        return catalogue;
    }

    /** All statements, in the order of the resources. */
    public Collection<Statement> statements() {
        return statements.values();
    }

    /** Whether a statement of this identifier exists. */
    public boolean contains(String id) {
        return statements.containsKey(id);
    }

    private void add(Statement statement) {
        if (statements.put(statement.id(), statement) != null) {
            throw new IllegalStateException("Catalogue " + statement.chapter() + ": the identifier " + statement.id()
                    + " is used twice; give one of the statements another number");
        }
    }

    private static Statement parse(String chapter, String line) {
        String[] fields = line.split("\\s*\\|\\s*", -1);
        boolean wellFormed = (fields.length == 3 || fields.length == 4)
                && fields[0].matches("[\\w.]+-\\d+")
                && (fields[1].equals("required") || fields[1].equals("optional"));
        if (!wellFormed) {
            throw new IllegalStateException("Catalogue " + chapter
                    + ": expected 'id | required or optional | text', perhaps with '| reason', found '" + line + "'");
        }
        String untestable = fields.length == 4 ? fields[3] : null;
        return new Statement(fields[0], chapter, fields[1].equals("required"), fields[2], untestable);
    }

    private static List<String> lines(String chapter) {
        String resource = "/io/anyqueue/compliance/catalogue/" + chapter + ".txt";
        try (InputStream in = Catalogue.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The catalogue's resource " + resource + " is missing from the jar");
            }
            List<String> lines = new ArrayList<>();
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + resource, e);
        }
    }
}
