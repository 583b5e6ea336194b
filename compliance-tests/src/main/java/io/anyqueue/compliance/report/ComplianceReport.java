package io.anyqueue.compliance.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Everything the reports show: the results of all targets of a build, and how far tests reach into the catalogue.
 * Immutable; {@link #add} is safe across processes.
 */
public record ComplianceReport(List<TargetResult> targets, Catalogue catalogue, Coverage coverage) {
    /** What this process has added, by file: a build that runs failed tests again adds a target more than once. */
    private static final Map<Path, TargetResult> ADDED = new ConcurrentHashMap<>();

    /**
     * Adds a target's result to those already in the directory and writes all reports anew. A target that was added
     * before by this process, as by a build that runs failed tests again, keeps the tests that did not run this time.
     */
    public static void add(TargetResult result, Path directory) throws IOException {
        Path results = directory.resolve("results");
        Files.createDirectories(results);
        try (FileChannel channel = FileChannel.open(
                        directory.resolve("results.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            Path file = result.file(results).toAbsolutePath();
            ADDED.merge(file, result, TargetResult::followedBy).write(file);
            ComplianceReport report = new ComplianceReport(readAll(results), Catalogue.load(), Coverage.scan());
            Files.writeString(directory.resolve("report.json"), new JsonReport(report).render());
            Files.writeString(directory.resolve("report.md"), new MarkdownReport(report).render());
            Files.writeString(directory.resolve("report.html"), new HtmlReport(report).render());
        }
    }

    /** The areas of all tests that any target ran, in the order of their names. */
    List<String> areas() {
        return targets.stream()
                .flatMap(target -> target.tests().stream())
                .map(TestResult::area)
                .distinct()
                .sorted()
                .toList();
    }

    /** What the matrix shows for one area and one target: passed of run, and what else there was. */
    static String cell(TargetResult target, String area) {
        List<TestResult> tests =
                target.tests().stream().filter(test -> test.area().equals(area)).toList();
        TargetResult part = new TargetResult(target.name(), "", target.versions(), target.capabilities(), tests);
        if (part.ran() == 0) {
            return "-";
        }
        StringBuilder cell = new StringBuilder();
        cell.append(part.count(Outcome.PASSED) + part.count(Outcome.ABSENT))
                .append('/')
                .append(part.ran());
        if (part.count(Outcome.FAILED) > 0) {
            cell.append(", ").append(part.count(Outcome.FAILED)).append(" failed");
        }
        if (part.count(Outcome.EXCLUDED) > 0) {
            cell.append(", ").append(part.count(Outcome.EXCLUDED)).append(" excluded");
        }
        return cell.toString();
    }

    /** Coverage of each chapter, in the order of the catalogue. */
    List<ChapterCoverage> chapters() {
        List<ChapterCoverage> chapters = new ArrayList<>();
        for (String chapter : Catalogue.CHAPTERS) {
            chapters.add(count(
                    chapter,
                    catalogue.statements().stream()
                            .filter(statement -> statement.chapter().equals(chapter))
                            .toList()));
        }
        return chapters;
    }

    /** Coverage of the whole catalogue. */
    ChapterCoverage total() {
        return count("all", List.copyOf(catalogue.statements()));
    }

    private ChapterCoverage count(String chapter, List<Statement> statements) {
        long tested = statements.stream().filter(coverage::tests).count();
        long untestable = statements.stream()
                .filter(statement -> statement.untestable() != null)
                .count();
        return new ChapterCoverage(chapter, statements.size(), tested, untestable);
    }

    private static List<TargetResult> readAll(Path results) throws IOException {
        List<TargetResult> targets = new ArrayList<>();
        try (Stream<Path> files = Files.list(results)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".tsv"))
                    .sorted()
                    .toList()) {
                targets.add(TargetResult.read(file));
            }
        }
        return targets;
    }

    /** How many statements a chapter has, and how many of them tests hold or cannot hold. */
    record ChapterCoverage(String chapter, long total, long tested, long untestable) {}
}
