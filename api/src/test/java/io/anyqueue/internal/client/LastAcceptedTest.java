package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many of the messages that were accepted before a loss are known when they come again. */
class LastAcceptedTest {
    private final ScriptedProvider provider = new ScriptedProvider();

    @Test
    void asManyAsTheConsumerHoldsAheadAreKnownAndNoMore() throws JMSException {
        Session session = provider.connect("prefetch=8").createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        receive(consumer, 20);
        provider.connection().lose(ScriptedProvider.lost("connection gone"));
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        assertThat(receive(consumer, 20))
                .containsExactly(
                        IntStream.range(0, 20).mapToObj(each -> each >= 12).toArray(Boolean[]::new));
    }

    /** Receives that many, and tells which are marked. */
    private Boolean[] receive(MessageConsumer consumer, int count) throws JMSException {
        provider.receiver()
                .stock(IntStream.range(0, count).mapToObj(each -> "m" + each).toArray(String[]::new));
        Boolean[] marked = new Boolean[count];
        for (int i = 0; i < count; i++) {
            marked[i] = consumer.receive(10_000).getJMSRedelivered();
        }
        return marked;
    }
}
