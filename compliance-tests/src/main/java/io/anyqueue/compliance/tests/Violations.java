package io.anyqueue.compliance.tests;

import java.util.ArrayList;
import java.util.List;

/** What went wrong on threads other than the test's own; it fails the test. Owned by a workbench; safe for any thread. */
final class Violations {
    private final List<Throwable> violations = new ArrayList<>();

    synchronized void add(String what, Throwable cause) {
        violations.add(new AssertionError(what + ": " + cause, cause));
    }

    /** Tells them with a failure of the test itself. */
    synchronized void addTo(Throwable failure) {
        violations.forEach(failure::addSuppressed);
    }

    synchronized void requireNone() {
        if (!violations.isEmpty()) {
            AssertionError error = new AssertionError(violations.get(0).getMessage(), violations.get(0));
            violations.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
    }
}
