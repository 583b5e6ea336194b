package io.anyqueue.compliance.tests;

import io.anyqueue.compliance.ComplianceSuite;
import io.anyqueue.compliance.ComplianceTarget;
import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.report.ComplianceReport;
import io.anyqueue.compliance.report.Outcome;
import io.anyqueue.compliance.report.TargetResult;
import io.anyqueue.compliance.report.TestResult;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * One run of the suite against one target: starts it, gathers outcomes, writes the report and stops it. Owned by the root
 * store of the run, which closes it after the last test. Safe for use by any thread.
 */
final class TargetRun implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(TargetRun.class.getName());

    private final ComplianceTarget target;
    private final Exclusions exclusions;
    private final Set<Feature> features;
    private final String directory;
    private final @Nullable Exception startFailure;
    private final List<TestResult> results = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();

    private TargetRun(ComplianceTarget target, String directory) {
        this.target = target;
        this.directory = directory;
        exclusions = Exclusions.of(target);
        startFailure = start(target);
        features = EnumSet.noneOf(Feature.class);
        if (startFailure == null) {
            features.addAll(target.features());
        }
    }

    static TargetRun of(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TargetRun.class))
                .computeIfAbsent(TargetRun.class, key -> create(context), TargetRun.class);
    }

    private static TargetRun create(ExtensionContext context) {
        String name = context.getConfigurationParameter(ComplianceSuite.TARGET)
                .orElseThrow(
                        () -> new IllegalStateException(
                                "The compliance suite has no target; name one with "
                                        + "@ConfigurationParameter(key = ComplianceSuite.TARGET, value = \"the class's binary name\")"));
        String directory =
                context.getConfigurationParameter(ComplianceSuite.REPORT).orElse("target/compliance");
        return new TargetRun(target(name), directory);
    }

    private static ComplianceTarget target(String name) {
        try {
            Class<?> type = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
            return (ComplianceTarget) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalStateException(
                    "The compliance target " + name + " cannot be created; it must be a public class that implements "
                            + "ComplianceTarget, with a public constructor without arguments",
                    e);
        }
    }

    private static @Nullable Exception start(ComplianceTarget target) {
        try {
            target.start();
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    ComplianceTarget target() {
        return target;
    }

    Exclusions exclusions() {
        return exclusions;
    }

    Set<Feature> features() {
        return features;
    }

    boolean started() {
        return startFailure == null;
    }

    /** Fails, or aborts where the target is not required, if the target did not start. */
    void requireStarted() {
        if (startFailure != null) {
            String message = "The target " + target.name() + " was not run, as it did not start: " + startFailure;
            if (target.required()) {
                throw new IllegalStateException(message, startFailure);
            }
            throw new TestAbortedException(message, startFailure);
        }
    }

    /** Notes a failure that no exclusion explains; whether the target may have that many. */
    synchronized boolean toleratesFailure(String test) {
        unexplained.add(test);
        return unexplained.size() <= target.unexplainedFailures();
    }

    synchronized void record(Outcome outcome, String area, String test, String detail) {
        if (startFailure == null) {
            results.add(new TestResult(outcome, area, test, detail));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (target.unexplainedFailures() > 0 && !unexplained.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "{0} failed tests that no exclusion explains, and may fail {1}: {2}. What fails in every run belongs "
                            + "into {3}",
                    target.name(),
                    target.unexplainedFailures(),
                    unexplained,
                    target.exclusions());
        }
        try {
            if (!directory.equals("none")) {
                ComplianceReport.add(result(), Path.of(directory));
            }
        } finally {
            stop();
        }
    }

    private void stop() {
        try {
            target.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The target " + target.name() + " did not stop", e);
        }
    }

    private TargetResult result() {
        Map<String, String> versions = new TreeMap<>(target.versions());
        versions.put("jdk", System.getProperty("java.version", "unknown"));
        List<String> names = features.stream().map(Feature::toString).toList();
        String notRun = startFailure == null ? "" : startFailure.toString();
        return new TargetResult(target.name(), notRun, versions, names, results);
    }
}
