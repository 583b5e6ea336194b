package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.junit.jupiter.api.RepeatedTest;

/** Receiving without waiting, which drains again and again, finds everything that is there. */
final class DrainTest extends OnArtemis {

    @RepeatedTest(10)
    void receivingWithoutWaitingEmptiesTheQueue() throws Exception {
        int count = 300;
        Session sending = connect().createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = sending.createProducer(sending.createQueue(name));
        for (int i = 0; i < count; i++) {
            producer.send(sending.createTextMessage("m" + i));
        }
        sending.commit();
        Session receiving = connect().createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = receiving.createConsumer(receiving.createQueue(name));
        int received = 0;
        while (consumer.receiveNoWait() != null) {
            received++;
        }
        assertThat(received).isEqualTo(count);
    }
}
