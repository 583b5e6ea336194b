package io.anyqueue.compliance.report;

import io.anyqueue.compliance.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** This result and a later one of the same target: for a test that ran in both, the later one counts. */
    TargetResult followedBy(TargetResult later) {
        Set<String> again = later.tests.stream().map(TestResult::name).collect(Collectors.toSet());
        Map<String, String> failures = new HashMap<>();
        List<TestResult> all = new ArrayList<>();
        for (TestResult test : tests) {
            if (!again.contains(test.name())) {
                all.add(test);
            } else if (test.outcome() == Outcome.FAILED) {
                failures.put(test.name(), test.detail());
            }
        }
        later.tests.forEach(test -> all.add(test.after(failures.get(test.name()))));
        return new TargetResult(name, later.notRun, later.versions, later.capabilities, all);
    }

    /** Where this result is kept in a directory of results. */
    Path file(Path directory) {
        return directory.resolve(name.replaceAll("[^\\w.-]", "_") + ".tsv");
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("name\t" + name);
        lines.add("notRun\t" + oneLine(notRun));
        versions.forEach((what, version) -> lines.add("version\t" + what + "\t" + oneLine(version)));
        capabilities.forEach(capability -> lines.add("capability\t" + capability));
        tests.forEach(test -> lines.add(
                "test\t" + test.outcome() + "\t" + test.area() + "\t" + test.test() + "\t" + oneLine(test.detail())));
        Path temporary = Files.createTempFile(file.getParent(), "result", ".tmp");
        Files.write(temporary, lines);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
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
