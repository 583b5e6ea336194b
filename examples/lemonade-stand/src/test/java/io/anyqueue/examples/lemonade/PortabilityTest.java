package io.anyqueue.examples.lemonade;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.anyqueue.AnyQueue;
import io.anyqueue.AnyQueueConnectionFactory;
import org.junit.jupiter.api.Test;

class PortabilityTest {

    @Test
    void theStandKnowsOfMessagingOnlyJakartaAndTheEntryPoint() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "com.sun.net.httpserver..",
                                "jakarta.jms..",
                                "org.jspecify.annotations..",
                                Main.class.getPackageName())
                        .or(type(AnyQueue.class))
                        .or(type(AnyQueueConnectionFactory.class)))
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackagesOf(Main.class));
    }
}
