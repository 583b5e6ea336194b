package io.anyqueue.compliance.report;

import org.jspecify.annotations.Nullable;

/**
 * How one test ended. Immutable.
 *
 * @param area the simple name of the test's class, without its ending
 * @param test the name of the method
 * @param detail the reason, where it did not simply pass, or passed only when run again; else empty
 */
public record TestResult(Outcome outcome, String area, String test, String detail) {

    /** The area and the method. */
    String name() {
        return area + '.' + test;
    }

    /** Whether a reader of the report wants its detail: it failed, was excluded, or passed only when run again. */
    boolean isNotable() {
        return outcome == Outcome.FAILED || outcome == Outcome.EXCLUDED || (succeeded() && !detail.isEmpty());
    }

    private boolean succeeded() {
        return outcome == Outcome.PASSED || outcome == Outcome.ABSENT;
    }

    /** This result, of a test that an earlier run had found failing, or not if null: a test that passes now says so. */
    TestResult after(@Nullable String failure) {
        return failure == null || !succeeded()
                ? this
                : new TestResult(outcome, area, test, "passed when run again; before: " + failure);
    }
}
