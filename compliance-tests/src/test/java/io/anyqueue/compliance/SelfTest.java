package io.anyqueue.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.report.Outcome;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** The machinery of the suite: gates, exclusions and the start of a target. */
class SelfTest extends BrokenProviders {
    private static final String NAME = "eachMessageGoesToOneConsumerOnly";
    private static final String A_TEST = "QueueTests#" + NAME;

    @Test
    void theGoodProviderPasses() {
        for (String area : new String[] {"TransactionTests", "ReceiveTests", "QueueTests", "OrderTests"}) {
            for (String failed : SuiteRun.of(area).failed()) {
                // The provider is not ours, and odd once in many runs; errors of the suite are there each time.
                assertThat(SuiteRun.of(area + '#' + failed).failed()).as(area).isEmpty();
            }
        }
    }

    @Test
    void aFeatureThatIsThereThoughNotClaimedIsCaught() {
        BrokenTarget.claimed = ComplianceTarget.allBut(Feature.TRANSACTIONS, Feature.CONNECTION_CONSUMERS);
        assertThat(SuiteRun.of("AbsentFeatureTests").failed())
                .contains("withoutTransactionsATransactedSessionIsRefused");
    }

    @Test
    void failuresThatNoExclusionExplainsAreToleratedInTheirNumberOnly() {
        BrokenTarget.claimed = ComplianceTarget.allBut(Feature.TRANSACTIONS, Feature.CONNECTION_CONSUMERS);
        int all = SuiteRun.of("AbsentFeatureTests").failed().size();
        BrokenTarget.unexplained = 1;
        assertThat(SuiteRun.of("AbsentFeatureTests").failed()).hasSize(all - 1);
        assertThat(all).isGreaterThan(1);
    }

    @Test
    void anExcludedTestThatPassesIsCaught() {
        BrokenTarget.exclusions = "outdated.exclusions";
        SuiteRun run = SuiteRun.of("QueueTests");
        assertThat(run.failed()).containsExactly(NAME);
        assertThat(run.failureOf(NAME)).contains("remove the exclusion");
    }

    @Test
    void anExclusionThatNamesNoTestIsCaught() {
        BrokenTarget.exclusions = "unknown.exclusions";
        assertThat(SuiteRun.of("ExclusionTests").failed()).isNotEmpty();
    }

    @Test
    void aTargetThatDoesNotStartFailsLoudly() {
        BrokenTarget.startFailure = "no broker here";
        SuiteRun run = SuiteRun.of("QueueTests");
        assertThat(run.failed()).hasSizeGreaterThan(3);
        assertThat(run.failureOf(NAME)).contains("was not run", "no broker here");
    }

    @Test
    void testsThatAreExcludedOrNotClaimedAreReportedAsThat(@TempDir Path directory) throws IOException {
        BrokenTarget.exclusions = "excluded.exclusions";
        BrokenTarget.claimed = ComplianceTarget.allBut(Feature.QUEUE_SELECTORS);
        BrokenTarget.unexplained = 1;
        failConsumers(new JMSException("refused by the test"));
        assertThat(outcomes(directory))
                .containsEntry("aQueueHoldsMessagesUntilAConsumerComes", Outcome.EXCLUDED)
                .containsEntry("aQueueMadeFromANameIsThatQueue", Outcome.EXCLUDED)
                .containsEntry("messagesThatAreNotSelectedStayForOthers", Outcome.NOT_CLAIMED)
                .containsValue(Outcome.FAILED);
    }

    @Test
    void anAbortThatReadsLikeAnExclusionIsReportedAsAMissingHook(@TempDir Path directory) throws IOException {
        failConsumers(new TestAbortedException("excluded by the target"));
        assertThat(outcomes(directory)).containsEntry(NAME, Outcome.NO_HOOK).doesNotContainValue(Outcome.EXCLUDED);
    }

    private static void failConsumers(Exception failure) {
        BrokenTarget.defect = call -> {
            if (call.is(Session.class, "createConsumer")) {
                throw failure;
            }
            return call.proceed();
        };
    }

    /** Runs the tests of queues; what the report says of each. */
    private static Map<String, Outcome> outcomes(Path directory) throws IOException {
        SuiteRun.reported("QueueTests", directory);
        Map<String, Outcome> outcomes = new HashMap<>();
        for (String line : Files.readAllLines(directory.resolve("results/broken.tsv"))) {
            String[] fields = line.split("\t", -1);
            if (fields[0].equals("test")) {
                outcomes.put(fields[3], Outcome.valueOf(fields[1]));
            }
        }
        return outcomes;
    }

    @Test
    void aMalformedExclusionIsToldAsWhatItIs() {
        BrokenTarget.exclusions = "malformed.exclusions";
        assertThat(SuiteRun.of(A_TEST).failureOf(NAME))
                .contains("expected 'always-fails, unstable or hangs", "found 'sometimes-fails")
                .doesNotContain("constructor");
    }

    @Test
    void aTargetThatCannotSayWhatItClaimsIsToldSo() {
        BrokenTarget.featuresFailure = "no features here";
        assertThat(SuiteRun.of(A_TEST).failureOf(NAME))
                .contains("no features here")
                .doesNotContain("constructor");
    }

    @Test
    void aTargetMayClaimNothing() {
        BrokenTarget.claimed = Set.of();
        assertThat(SuiteRun.of(A_TEST).failed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.anyqueue.compliance.NoSuchTarget", "java.lang.StringBuilder", "java.lang.Integer"})
    void aClassThatIsNoTargetIsRefusedWithWhatATargetNeeds(String name) {
        assertThat(SuiteRun.against(name, A_TEST).failureOf(NAME)).contains(name, "public constructor");
    }
}
