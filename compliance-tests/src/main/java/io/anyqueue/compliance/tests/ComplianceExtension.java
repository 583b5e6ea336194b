package io.anyqueue.compliance.tests;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Lacks;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.report.Outcome;
import io.anyqueue.compliance.tests.Exclusions.Exclusion;
import io.anyqueue.compliance.tests.Exclusions.Kind;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * Gives each test its workbench, gates it by the target's features, applies the target's exclusions and records the
 * outcome. Holds no state; that of a run is in {@link TargetRun}, and why a test is not run in the store of its context.
 */
final class ComplianceExtension
        implements ExecutionCondition,
                TestInstancePostProcessor,
                InvocationInterceptor,
                TestExecutionExceptionHandler,
                AfterEachCallback,
                TestWatcher {

    /** Thrown by a test that is excluded because it always fails, when it passes. */
    @SuppressWarnings("serial")
    private static final class UnexpectedPass extends AssertionError {
        UnexpectedPass(Exclusion exclusion) {
            super(exclusion.test() + " is excluded as always failing (" + exclusion.reason()
                    + "), but passed; remove the exclusion");
        }
    }

    /** Thrown in place of a failure that the target's exclusions, or its tolerance, cover. */
    @SuppressWarnings("serial")
    private static final class Excluded extends TestAbortedException {
        Excluded(String reason, Throwable failure) {
            super("excluded: " + reason, failure);
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Method> method = context.getTestMethod();
        if (method.isEmpty()) {
            return ConditionEvaluationResult.enabled("classes are always entered");
        }
        TargetRun run = TargetRun.of(context);
        if (!run.started()) {
            return ConditionEvaluationResult.enabled("fails with the reason");
        }
        Exclusion exclusion = run.exclusions().of(name(context));
        if (exclusion != null && exclusion.kind() == Kind.HANGS) {
            return notRun(context, Outcome.EXCLUDED, "excluded, hangs: " + exclusion.reason());
        }
        Set<Feature> missing = needed(context);
        missing.removeAll(run.features());
        if (!missing.isEmpty()) {
            return notRun(context, Outcome.NOT_CLAIMED, "not claimed: " + missing);
        }
        Set<Feature> present = lacked(context);
        present.retainAll(run.features());
        return present.isEmpty()
                ? ConditionEvaluationResult.enabled("claimed")
                : notRun(context, Outcome.NOT_CLAIMED, "claimed: " + present);
    }

    @Override
    public void postProcessTestInstance(Object instance, ExtensionContext context) {
        TargetRun run = TargetRun.of(context);
        run.requireStarted();
        ((ComplianceTest) instance).jms = new Workbench(run);
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> invocationContext,
            ExtensionContext context)
            throws Throwable {
        Workbench bench = bench(context);
        try {
            invocation.proceed();
        } catch (Throwable failure) {
            bench.violations().addTo(failure);
            throw failure;
        }
        bench.violations().requireNone();
        Exclusion exclusion = TargetRun.of(context).exclusions().of(name(context));
        if (exclusion != null && exclusion.kind() == Kind.ALWAYS_FAILS) {
            throw new UnexpectedPass(exclusion);
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof UnexpectedPass || failure instanceof TestAbortedException) {
            throw failure;
        }
        TargetRun run = TargetRun.of(context);
        Exclusion exclusion = run.exclusions().of(name(context));
        if (exclusion != null) {
            throw new Excluded(exclusion.reason(), failure);
        }
        if (run.toleratesFailure(name(context))) {
            throw new Excluded("not explained, failed with " + failure, failure);
        }
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        bench(context).close();
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        record(context, lacked(context).isEmpty() ? Outcome.PASSED : Outcome.ABSENT, "");
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        record(context, Outcome.FAILED, String.valueOf(cause));
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        String reason = cause == null ? "" : String.valueOf(cause.getMessage());
        record(context, cause instanceof Excluded ? Outcome.EXCLUDED : Outcome.NO_HOOK, reason);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        Outcome outcome = store(context).getOrDefault(Outcome.class, Outcome.class, Outcome.NOT_CLAIMED);
        record(context, outcome, reason.orElse(""));
    }

    /** Has the test not run, and keeps as what that counts. */
    private static ConditionEvaluationResult notRun(ExtensionContext context, Outcome outcome, String reason) {
        store(context).put(Outcome.class, outcome);
        return ConditionEvaluationResult.disabled(reason);
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(ComplianceExtension.class));
    }

    private static void record(ExtensionContext context, Outcome outcome, String detail) {
        String area = context.getRequiredTestClass().getSimpleName().replaceAll("Tests$", "");
        TargetRun.of(context)
                .record(outcome, area, context.getRequiredTestMethod().getName(), detail);
    }

    private static Workbench bench(ExtensionContext context) {
        return ((ComplianceTest) context.getRequiredTestInstance()).jms;
    }

    private static String name(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
    }

    private static Set<Feature> needed(ExtensionContext context) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        annotated(context)
                .map(element -> element.getAnnotation(Needs.class))
                .filter(needs -> needs != null)
                .forEach(needs -> features.addAll(Arrays.asList(needs.value())));
        return features;
    }

    private static Set<Feature> lacked(ExtensionContext context) {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        annotated(context)
                .map(element -> element.getAnnotation(Lacks.class))
                .filter(lacks -> lacks != null)
                .forEach(lacks -> features.addAll(Arrays.asList(lacks.value())));
        return features;
    }

    private static Stream<AnnotatedElement> annotated(ExtensionContext context) {
        return Stream.of(context.getRequiredTestClass(), context.getRequiredTestMethod());
    }
}
