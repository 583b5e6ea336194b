package io.anyqueue.compliance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the published suite stands on, and what of it is visible. */
@AnalyzeClasses(packages = "io.anyqueue.compliance", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

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
}
