package io.anyqueue.compliance.report;

/** How one test ended for one target. */
public enum Outcome {
    PASSED,
    FAILED,
    /** Listed in the target's exclusions. */
    EXCLUDED,
    /** A feature that is not claimed was refused as it must be. */
    ABSENT,
    /** Not run: the feature is not claimed, or is claimed and this is the test of its absence. */
    NOT_CLAIMED,
    /** Not run: the target offers no hook to bring the situation about. */
    NO_HOOK
}
