package io.anyqueue.compliance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of an area of the suite, against {@link BrokenTarget} as a rule, and what came of each test. */
final class SuiteRun implements TestExecutionListener {
    private final Map<String, TestExecutionResult> results = new LinkedHashMap<>();
    private final Map<String, Set<String>> rules = new LinkedHashMap<>();

    /** Runs the area with this simple name, or the one test that is named {@code Area#method}. */
    static SuiteRun of(String areaOrTest) {
        return of(areaOrTest, BrokenTarget.class.getName(), "none");
    }

    /** Runs the area as {@link #of(String)} does, and writes the report to the directory. */
    static SuiteRun reported(String areaOrTest, Path directory) {
        return of(areaOrTest, BrokenTarget.class.getName(), directory.toString());
    }

    /** Runs the area as {@link #of(String)} does, against the target with this binary name. */
    static SuiteRun against(String target, String areaOrTest) {
        return of(areaOrTest, target, "none");
    }

    private static SuiteRun of(String areaOrTest, String target, String report) {
        SuiteRun run = new SuiteRun();
        String name = "io.anyqueue.compliance.tests." + areaOrTest;
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(name.contains("#") ? selectMethod(name) : selectClass(name))
                .configurationParameter(ComplianceSuite.TARGET, target)
                .configurationParameter(ComplianceSuite.REPORT, report)
                .build();
        LauncherFactory.create().execute(request, run);
        return run;
    }

    /** Rules named by the tests that failed. */
    Set<String> brokenRules() {
        Set<String> broken = new LinkedHashSet<>();
        for (String test : failed()) {
            broken.addAll(rules.getOrDefault(test, Set.of()));
        }
        return broken;
    }

    /** Names of the tests that failed. */
    Set<String> failed() {
        Set<String> failed = new LinkedHashSet<>();
        results.forEach((test, result) -> {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                failed.add(test);
            }
        });
        return failed;
    }

    /** What the failed test said. */
    String failureOf(String test) {
        return String.valueOf(results.get(test).getThrowable().orElse(null));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.getSource().orElse(null) instanceof MethodSource source) {
            results.put(source.getMethodName(), result);
            Method method = source.getJavaMethod();
            rules.put(
                    source.getMethodName(),
                    new LinkedHashSet<>(Arrays.asList(
                            method.getAnnotation(Requirement.class).value())));
        }
    }
}
