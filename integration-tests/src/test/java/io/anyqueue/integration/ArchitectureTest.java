package io.anyqueue.integration;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.ManualClock;
import java.util.List;
import java.util.Set;

/** The arrows between packages and modules, what is visible, and how things are named (design section 1, style sheet). */
@AnalyzeClasses(
        packages = "io.anyqueue",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.OnlyOurModules.class})
class ArchitectureTest {
    private static final List<String> VAGUE = List.of("Impl", "Util", "Utils", "Manager", "Helper", "Info");
    private static final Set<String> SLEEPING = Set.of(
            "java.lang.Thread.sleep",
            "java.util.concurrent.TimeUnit.sleep",
            "java.util.concurrent.locks.LockSupport.parkNanos",
            "java.util.concurrent.locks.LockSupport.parkUntil");

    /** Leaves out tests and what only tests use. */
    static final class OnlyOurModules implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/integration-tests/")
                    && !location.contains("/test-classes/")
                    && !location.contains("test-brokers");
        }
    }

    @ArchTest
    static final ArchRule theContractDependsOnNothingOfOurs = noClasses()
            .that()
            .resideInAPackage("io.anyqueue.spi")
            .should()
            .dependOnClassesThat(resideInAPackage("io.anyqueue..")
                    .and(describe(
                            "are not the contract",
                            each -> !each.getPackageName().equals("io.anyqueue.spi"))));

    @ArchTest
    static final ArchRule internalsDoNotKnowTheEntryPoint = noClasses()
            .that()
            .resideInAPackage("io.anyqueue.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.anyqueue", "io.anyqueue.jndi");

    @ArchTest
    static final ArchRule theApiNamesNoProvider = noClasses()
            .that()
            .resideInAnyPackage("io.anyqueue", "io.anyqueue.jndi", "io.anyqueue.spi", "io.anyqueue.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.anyqueue.inmemory..", "io.anyqueue.amqp..");

    @ArchTest
    static final ArchRule providersStandOnTheContractAlone = classes()
            .that()
            .resideInAPackage("io.anyqueue.inmemory..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.anyqueue.inmemory..",
                    "io.anyqueue.spi",
                    "java..",
                    "javax..",
                    "jakarta.jms..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "com.google.errorprone.annotations..");

    @ArchTest
    static final ArchRule theAmqpProviderStandsOnTheContractAndTheEngine = classes()
            .that()
            .resideInAPackage("io.anyqueue.amqp..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.anyqueue.amqp..",
                    "io.anyqueue.spi",
                    "java..",
                    "javax..",
                    "jakarta.jms..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "com.google.errorprone.annotations..",
                    "org.apache.qpid.protonj2..",
                    "io.netty..");

    @ArchTest
    static final ArchRule theEncodingOfMessagesKnowsNoLinks = noClasses()
            .that()
            .resideInAPackage("io.anyqueue.amqp.codec")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.anyqueue.amqp", "org.apache.qpid.protonj2.engine..");

    @ArchTest
    static final ArchRule theAmqpProviderExposesItsServiceAndItsOptions = classes()
            .that()
            .resideInAPackage("io.anyqueue.amqp")
            .and()
            .arePublic()
            .and()
            .areNotNestedClasses()
            .should()
            .haveNameMatching(
                    "io\\.anyqueue\\.amqp\\.(AmqpProvider|AmqpOptions|RabbitOptions|DialectName|PresettledSends)");

    @ArchTest
    static final ArchRule theWholeFormsNoCycles =
            slices().matching("(io.anyqueue..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatIsHiddenIsPublicOnlyWhereAnotherPackageUsesIt = classes()
            .that()
            .resideInAnyPackage("io.anyqueue.internal..", "io.anyqueue.inmemory.store..", "io.anyqueue.amqp.codec")
            .and()
            .arePublic()
            .and()
            .areNotInterfaces() // what lambdas implement is used without a trace in the bytecode
            .and()
            .doNotHaveSimpleName("OptionCatalog") // main class and data of the documentation's table of options
            .and()
            .doNotHaveSimpleName("OptionTable")
            .should(beUsedByAnotherPackage());

    @ArchTest
    static final ArchRule providersExposeLittle = classes()
            .that()
            .resideInAPackage("io.anyqueue.inmemory")
            .and()
            .arePublic()
            .should(beOneOfTheProvidersDoors());

    @ArchTest
    static final ArchRule concreteClassesAreFinal = classes()
            .that(are(describe("concrete", ArchitectureTest::isConcrete)))
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule namesSaySomething = classes().should(not(haveAVagueName()));

    @ArchTest
    static final ArchRule nothingIsKeptPerThread = noFields().should().haveRawType(ThreadLocal.class);

    @ArchTest
    static final ArchRule nobodyPrints =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    /** But for AMQP, whose brokers keep the time: nobody can move that. */
    @ArchTest
    static final ArchRule timeIsInjected = noClasses()
            .that()
            .resideInAnyPackage("io.anyqueue.internal..", "io.anyqueue.inmemory..")
            .and()
            .doNotBelongToAnyOf(ManualClock.class)
            .should()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.anyqueue.internal.client.Waiter") // parks until its condition holds
            .should()
            .callMethodWhere(describe(
                    "the method lets time pass",
                    call -> SLEEPING.contains(call.getTargetOwner().getName() + '.' + call.getName())));

    private static boolean isConcrete(JavaClass type) {
        boolean concrete = !type.isInterface()
                && !type.isEnum()
                && !type.isRecord()
                && !type.isAnonymousClass()
                && !type.getModifiers().contains(JavaModifier.ABSTRACT);
        return concrete && type.getSubclasses().isEmpty();
    }

    private static ArchCondition<JavaClass> beUsedByAnotherPackage() {
        return new ArchCondition<>("be used by another package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean used = type.getDirectDependenciesToSelf().stream()
                        .anyMatch(
                                each -> !each.getOriginClass().getPackageName().equals(type.getPackageName()));
                events.add(new SimpleConditionEvent(
                        type,
                        used || type.isNestedClass(),
                        type.getName() + " is public and used only in its package"));
            }
        };
    }

    private static ArchCondition<JavaClass> beOneOfTheProvidersDoors() {
        Set<String> doors = Set.of(
                "ConnectionStatus",
                "Faults",
                "InMemoryBroker",
                "InMemoryOptions",
                "InMemoryProvider",
                "ManualClock",
                "Operation",
                "OverflowPolicy",
                "Permission",
                "QueueStatus",
                "QueuedMessage",
                "SubscriptionStatus");
        return new ArchCondition<>("be one of " + doors + ", or nested in one") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String name = type.getName()
                        .substring(InMemoryBroker.class.getPackageName().length() + 1);
                boolean door = doors.contains(name.replaceAll("\\$.*", "")) || isNestedInHidden(type);
                events.add(new SimpleConditionEvent(type, door, type.getName() + " is public"));
            }
        };
    }

    /** Types nested in an interface are public by definition, and as hidden as the interface is. */
    private static boolean isNestedInHidden(JavaClass type) {
        return type.getEnclosingClass()
                .map(each -> !each.getModifiers().contains(JavaModifier.PUBLIC))
                .orElse(false);
    }

    private static ArchCondition<JavaClass> haveAVagueName() {
        return new ArchCondition<>("have a name that ends in one of " + VAGUE) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean vague = VAGUE.stream().anyMatch(type.getSimpleName()::endsWith);
                events.add(new SimpleConditionEvent(type, vague, type.getName() + " has a vague name"));
            }
        };
    }
}
