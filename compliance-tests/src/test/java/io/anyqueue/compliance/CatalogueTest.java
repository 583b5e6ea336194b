package io.anyqueue.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.report.Catalogue;
import io.anyqueue.compliance.report.Coverage;
import io.anyqueue.compliance.report.Statement;
import org.junit.jupiter.api.Test;

/** Holds catalogue and tests together: no statement without test or reason, no test without statement. */
class CatalogueTest {
    private final Catalogue catalogue = Catalogue.load();
    private final Coverage coverage = Coverage.scan();

    @Test
    void everyStatementHasATestOrAReasonWhyNoneCan() {
        assertThat(catalogue.statements())
                .filteredOn(statement -> statement.untestable() == null)
                .filteredOn(statement -> !coverage.tests(statement))
                .extracting(Statement::id)
                .as("statements with neither test nor reason")
                .isEmpty();
    }

    @Test
    void noStatementHasBothATestAndAReasonWhyNoneCan() {
        assertThat(catalogue.statements())
                .filteredOn(statement -> statement.untestable() != null)
                .filteredOn(coverage::tests)
                .extracting(Statement::id)
                .as("statements that a test holds though no test can")
                .isEmpty();
    }

    @Test
    void everyTestNamesStatementsThatExist() {
        assertThat(coverage.testsOf().keySet())
                .filteredOn(id -> !catalogue.contains(id))
                .as("identifiers that no statement has")
                .isEmpty();
        assertThat(coverage.unnamed()).as("tests that name no statement").isEmpty();
    }

    @Test
    void theCatalogueAndTheSuiteAreBroad() {
        assertThat(catalogue.statements()).hasSizeGreaterThan(300);
        assertThat(coverage.testsOf().values().stream()
                        .flatMap(tests -> tests.stream())
                        .distinct())
                .hasSizeGreaterThan(250);
    }
}
