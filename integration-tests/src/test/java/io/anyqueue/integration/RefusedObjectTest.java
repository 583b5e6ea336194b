package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatRuntimeException;
import java.io.Serializable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code receiveBody} of an object that may not be read says which class it was and what allows it. */
class RefusedObjectTest {
    private final World world = World.create();

    record Order(String id) implements Serializable {}

    @AfterEach
    void close() throws JMSException {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.SESSION_TRANSACTED})
    void receiveBodyNamesTheClassAndTheOption(int mode) throws JMSException {
        try (JMSContext sender = world.factory().createContext();
                JMSContext context = world.factory().createContext(mode)) {
            sender.createProducer().send(sender.createQueue("q"), sender.createObjectMessage(new Order("1")));
            JMSConsumer consumer = context.createConsumer(context.createQueue("q"));

            assertThatThrownBy(() -> consumer.receiveBody(Order.class, World.LIMIT_MILLIS))
                    .isInstanceOf(MessageFormatRuntimeException.class)
                    .hasMessageContaining("receiveBody")
                    .hasMessageContaining(Order.class.getName())
                    .hasMessageContaining("objectMessage.allow");
        }
    }
}
