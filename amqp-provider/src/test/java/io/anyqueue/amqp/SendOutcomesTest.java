package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.Address;
import jakarta.jms.JMSException;
import org.apache.qpid.protonj2.types.messaging.Rejected;
import org.apache.qpid.protonj2.types.transport.AmqpError;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendOutcomesTest {

    @ParameterizedTest
    @CsvSource({
        "queue 'jms.ns.8d0a' in vhost '/' is unavailable, ANYQUEUE-SEND-IN-DOUBT",
        "queue 'jms.sns..prices' in vhost '/' is unavailable, ANYQUEUE-SEND-IN-DOUBT",
        "queue 'orders' in vhost '/' is full, AMQP-amqp:precondition-failed"
    })
    void aRejectionByASubscriptionThatHasJustEndedIsInDoubt(String reason, String code) {
        Rejected rejected = new Rejected().setError(new ErrorCondition(AmqpError.PRECONDITION_FAILED, reason));

        JMSException failure = SendOutcomes.failure(rejected, true, Address.topic("prices"), "the broker");

        assertThat(failure).isNotNull().hasMessageContaining(reason);
        assertThat(failure.getErrorCode()).isEqualTo(code);
    }
}
