package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Requirement;
import io.anyqueue.compliance.tests.Exclusions.Exclusion;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The target's list of exclusions is itself in order. */
class ExclusionTests extends ComplianceTest {

    @Test
    @Requirement({})
    void everyExclusionNamesATestOfTheSuite() {
        assertThat(jms.exclusions().all()).allSatisfy(ExclusionTests::exists);
    }

    private static void exists(Exclusion exclusion) throws ClassNotFoundException {
        String[] names = exclusion.test().split("\\.", 2);
        Class<?> type = Class.forName(ExclusionTests.class.getPackageName() + "." + names[0]);
        assertThat(Arrays.stream(type.getDeclaredMethods()).map(method -> method.getName()))
                .as("methods of " + type.getSimpleName())
                .contains(names[1]);
    }
}
