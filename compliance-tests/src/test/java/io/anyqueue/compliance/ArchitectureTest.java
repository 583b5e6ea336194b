package io.anyqueue.compliance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** What the published suite stands on, and what of it is visible. */
@AnalyzeClasses(packages = "io.anyqueue.compliance", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Set<String> SLEEPING = Set.of(
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.LockSupport.parkUntil");

    @ArchTest
    static final ArchRule theSuiteKnowsJakartaMessagingAndNoImplementation = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.anyqueue.compliance..",
                    "java..",
                    "javax.naming..",
                    "jakarta.jms..",
                    "org.junit..",
                    "org.assertj..",
                    "org.opentest4j..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule itsTestsAreFoundThroughItsAnnotationOnly = noClasses()
            .that()
            .resideInAPackage("..tests")
            .and()
            .areTopLevelClasses()
            .should()
            .bePublic();

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("(io.anyqueue.compliance..)").should().beFreeOfCycles();

    /** Where the broker's clock cannot be moved, a target waits for its time to pass; nothing else is waited for so. */
    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that()
            .doNotBelongToAnyOf(ComplianceTarget.class)
            .should()
            .callMethodWhere(describe(
                    "the method lets time pass",
                    call -> SLEEPING.contains(call.getTargetOwner().getName() + '.' + call.getName())));
}
