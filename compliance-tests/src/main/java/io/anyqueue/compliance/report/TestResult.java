package io.anyqueue.compliance.report;

/**
 * How one test ended. Immutable.
 *
 * @param area the simple name of the test's class, without its ending
 * @param test the name of the method
 * @param detail the reason, where it did not simply pass; else empty
 */
public record TestResult(Outcome outcome, String area, String test, String detail) {}
