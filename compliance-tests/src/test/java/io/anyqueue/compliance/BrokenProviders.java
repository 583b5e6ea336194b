package io.anyqueue.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Tampering.Call;
import io.anyqueue.compliance.Tampering.Defect;
import jakarta.jms.MessageProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** What the tests of the suite have in common: a good broker, and a provider in front of it that each test breaks. */
abstract class BrokenProviders {
    @BeforeAll
    static void start() throws Exception {
        BrokenTarget.GOOD.start();
    }

    @AfterAll
    static void stop() throws Exception {
        BrokenTarget.GOOD.stop();
    }

    @AfterEach
    void repair() {
        BrokenTarget.defect = Call::proceed;
        BrokenTarget.claimed = BrokenTarget.GOOD.features();
        BrokenTarget.exclusions = "none";
        BrokenTarget.startFailure = "";
        BrokenTarget.featuresFailure = "";
        BrokenTarget.unexplained = 0;
    }

    /** Expects that the test fails on a provider with this defect, and that it names the rule. */
    static void caught(String test, String rule, Defect defect) {
        BrokenTarget.defect = defect;
        assertThat(SuiteRun.of(test).brokenRules()).as("rules found broken").contains(rule);
    }

    static boolean send(Call call) {
        return call.is(MessageProducer.class, "send");
    }
}
