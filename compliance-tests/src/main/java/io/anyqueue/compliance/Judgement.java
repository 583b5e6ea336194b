package io.anyqueue.compliance;

/**
 * The one place where differences between targets are judged: each constant is a field in which good providers may differ,
 * with the reason why the specification allows it. What no judgement covers is a finding.
 */
enum Judgement {
    /** Section 3.4.7 marks what "may have been" delivered; a prefetched message may be marked though no one saw it. */
    FIRST_DELIVERY_MARKED("first.redelivered"),

    /** Section 3.5.11 counts deliveries exactly only as far as the provider can; a prefetched message may be counted. */
    FIRST_DELIVERY_COUNTED("first.count"),

    /** Section 3.5.11: of a message that came before, only that the count is 2 or more is required. */
    LATER_DELIVERY_COUNTED("later.count");

    private final String field;

    Judgement(String field) {
        this.field = field;
    }

    /** Whether a difference in this field is allowed. */
    static boolean allows(String differing) {
        for (Judgement judgement : values()) {
            if (judgement.field.equals(differing)) {
                return true;
            }
        }
        return false;
    }
}
