package io.anyqueue.compliance;

import jakarta.jms.ConnectionFactory;
import java.util.Set;

/**
 * A good provider with a defect put before it, to test the suite. The suite makes the target by its class, so the defect
 * and the broker are set beforehand; one test at a time uses them.
 */
public final class BrokenTarget implements ComplianceTarget {
    /** The broker that all runs share. */
    static final ArtemisTarget GOOD = new ArtemisTarget();

    /** What is wrong in the next run. */
    static volatile Tampering.Defect defect = Tampering.Call::proceed;

    /** What the next run claims. */
    static volatile Set<Feature> claimed = GOOD.features();

    /** The exclusions of the next run. */
    static volatile String exclusions = "none";

    /** Why the next run does not start; empty where it does. */
    static volatile String startFailure = "";

    /** Why the next run cannot say what it claims; empty where it can. */
    static volatile String featuresFailure = "";

    /** How many failures of the next run need no exclusion. */
    static volatile int unexplained;

    @Override
    public String name() {
        return "broken";
    }

    @Override
    public void start() {
        if (!startFailure.isEmpty()) {
            throw new IllegalStateException(startFailure);
        }
    }

    @Override
    public Set<Feature> features() {
        if (!featuresFailure.isEmpty()) {
            throw new IllegalStateException(featuresFailure);
        }
        return claimed;
    }

    @Override
    public ConnectionFactory connectionFactory() {
        return Tampering.with(GOOD.connectionFactory(), defect);
    }

    @Override
    public String exclusions() {
        return exclusions;
    }

    @Override
    public int unexplainedFailures() {
        return unexplained;
    }
}
