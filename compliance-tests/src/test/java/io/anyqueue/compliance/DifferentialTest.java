package io.anyqueue.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Session;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One script of operations has one outcome, whichever provider runs it. */
class DifferentialTest {
    private static final System.Logger LOG = System.getLogger(DifferentialTest.class.getName());
    private static final int STEPS = 400;
    private static final int ATTEMPTS = 3;

    private static final InMemoryTarget IN_MEMORY = new InMemoryTarget();
    private static final BareInMemoryTarget BARE = new BareInMemoryTarget();
    private static final ArtemisTarget ARTEMIS = new ArtemisTarget();
    private static final AmqpOnArtemisTarget AMQP_ON_ARTEMIS = new AmqpOnArtemisTarget();
    private static final AmqpOnBrokerJTarget AMQP_ON_BROKER_J = new AmqpOnBrokerJTarget();

    /** Ten seeds; {@code -Dcompliance.seeds=1000} plays more. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("compliance.seeds", 10));
    }

    @BeforeAll
    static void start() throws Exception {
        ARTEMIS.start();
        AMQP_ON_ARTEMIS.start();
        AMQP_ON_BROKER_J.start();
    }

    @AfterAll
    static void stop() throws Exception {
        AMQP_ON_BROKER_J.stop();
        AMQP_ON_ARTEMIS.stop();
        ARTEMIS.stop();
        BARE.stop();
        IN_MEMORY.stop();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void emulationsBehaveAsWhatTheyEmulate(long seed) throws Exception {
        assertThat(Differential.between(IN_MEMORY, BARE).run(seed, STEPS)).isGreaterThan(STEPS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theInMemoryProviderBehavesAsAnIndependentBroker(long seed) throws Exception {
        assertThat(repeatably(Differential.between(IN_MEMORY, ARTEMIS), seed)).isGreaterThan(STEPS);
    }

    /**
     * Plays a seed, and again where the targets differ. What the Artemis client and its broker take back at a recover overtakes
     * or is overtaken once in some hundred seeds, more often on a busy machine; an error of ours is there each time.
     */
    private static int repeatably(Differential differential, long seed) throws Exception {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return differential.run(seed, STEPS);
            } catch (AssertionError difference) {
                LOG.log(System.Logger.Level.WARNING, "Once: " + difference.getMessage());
            }
        }
        return differential.run(seed, STEPS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theAmqpProviderOnArtemisBehavesAsTheInMemoryOne(long seed) throws Exception {
        assertThat(Differential.between(IN_MEMORY, AMQP_ON_ARTEMIS).run(seed, STEPS))
                .isGreaterThan(STEPS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theAmqpProviderOnBrokerJBehavesAsTheInMemoryOne(long seed) throws Exception {
        assertThat(Differential.between(IN_MEMORY, AMQP_ON_BROKER_J).run(seed, STEPS))
                .isGreaterThan(STEPS);
    }

    @Test
    void aDifferenceIsShownWithItsSeedAndBothObservations() {
        ComplianceTarget committing = new Broken(call -> {
            if (call.is(Session.class, "rollback")) {
                ((Session) call.target()).commit();
                return null;
            }
            return call.proceed();
        });
        assertThatThrownBy(() -> Differential.between(IN_MEMORY, committing).run(7, STEPS))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("seed 7", "anyqueue-inmemory:", "broken:", "The script up to there");
    }

    /** The bare broker with a defect before it. */
    private record Broken(Tampering.Defect defect) implements ComplianceTarget {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Set<Feature> features() {
            return BARE.features();
        }

        @Override
        public ConnectionFactory connectionFactory() {
            return Tampering.with(BARE.connectionFactory(), defect);
        }
    }
}
