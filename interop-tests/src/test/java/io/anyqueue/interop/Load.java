package io.anyqueue.interop;

import static org.awaitility.Awaitility.await;

import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.spi.Body;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.jms.core.JmsTemplate;

/** Messages whose text is their id. Stateless. */
final class Load {

    private Load() {}

    static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m-" + i).toList();
    }

    /** Sends that many and answers their ids. */
    static List<String> send(JmsTemplate template, String destination, int count) {
        List<String> ids = ids(count);
        ids.forEach(id -> template.convertAndSend(destination, id));
        return ids;
    }

    static String idOf(Message message) throws JMSException {
        return ((TextMessage) message).getText();
    }

    static List<String> idsIn(InMemoryBroker broker, String queue) {
        return broker.messages(queue).stream()
                .map(each -> String.valueOf(((Body.Text) each.body()).text()))
                .toList();
    }

    /** Waits until nothing of a queue waits or is held by a consumer. */
    static void awaitEmpty(InMemoryBroker broker, String queue) {
        await().atMost(Journal.PATIENCE)
                .until(() ->
                        broker.queue(queue).depth() == 0 && broker.queue(queue).inFlight() == 0);
    }
}
