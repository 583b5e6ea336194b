package io.anyqueue.compliance.report;

import io.anyqueue.compliance.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of the suite found out about one target, and its form on disk: several targets of one build, perhaps in
 * several processes, leave one file each, of which the report is made. Immutable.
 *
 * @param notRun why the target did not start; empty where it did
 */
public record TargetResult(
        String name, String notRun, Map<String, String> versions, List<String> capabilities, List<TestResult> tests) {

    public TargetResult {
        versions = Map.copyOf(versions);
        capabilities = List.copyOf(capabilities);
        tests = List.copyOf(tests);
    }

    /** How many tests ended so. */
    public long count(Outcome outcome) {
        return tests.stream().filter(test -> test.outcome() == outcome).count();
    }

    /** How many tests were really run. */
    public long ran() {
        return tests.size() - count(Outcome.NOT_CLAIMED) - count(Outcome.NO_HOOK);
    }

    /** Names of the features that were not claimed and of which the tests of absence passed. */
    public List<String> absentFeatures() {
        List<String> names = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            if (!capabilities.contains(feature.toString())) {
                names.add(feature.toString());
            }
        }
        return names;
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        List<String> lines = new ArrayList<>();
        lines.add("name\t" + name);
        lines.add("notRun\t" + oneLine(notRun));
        versions.forEach((what, version) -> lines.add("version\t" + what + "\t" + oneLine(version)));
        capabilities.forEach(capability -> lines.add("capability\t" + capability));
        tests.forEach(test -> lines.add(
                "test\t" + test.outcome() + "\t" + test.area() + "\t" + test.test() + "\t" + oneLine(test.detail())));
        Path temporary = Files.createTempFile(directory, "result", ".tmp");
        Files.write(temporary, lines);
        Path result = directory.resolve(name.replaceAll("[^\\w.-]", "_") + ".tsv");
        Files.move(temporary, result, StandardCopyOption.REPLACE_EXISTING);
    }

    static TargetResult read(Path file) throws IOException {
        String name = "";
        String notRun = "";
        Map<String, String> versions = new LinkedHashMap<>();
        List<String> capabilities = new ArrayList<>();
        List<TestResult> tests = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] fields = line.split("\t", -1);
            switch (fields[0]) {
                case "name" -> name = fields[1];
                case "notRun" -> notRun = fields[1];
                case "version" -> versions.put(fields[1], fields[2]);
                case "capability" -> capabilities.add(fields[1]);
                case "test" -> tests.add(new TestResult(Outcome.valueOf(fields[1]), fields[2], fields[3], fields[4]));
                default ->
                    throw new IOException("Reading " + file + ": expected a known kind of line, found '" + line
                            + "'; delete the file and run the suite again");
            }
        }
        return new TargetResult(name, notRun, versions, capabilities, tests);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
