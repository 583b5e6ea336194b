package io.anyqueue.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.AnyQueue;
import io.anyqueue.AnyQueueConnectionFactory;
import io.anyqueue.inmemory.InMemoryBroker;
import io.anyqueue.inmemory.InMemoryOptions;
import io.anyqueue.spi.ConfigurationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be used is refused when the factory is made, and not by a connection; what only a broker knows, by a JMS exception. */
class BadUrlsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "inmemory: | inmemory:name",
                "inmemory:///x/y?without=topics | expected a host name",
                "inmemory:bad?without=topics,bogus | bogus",
                "inmemory:bad?objectMessage.allow=com..example | com..example",
                "inmemory:bad?objectMessage.allow=com.*.example | com.*.example",
                "inmemory:bad?queueLimit=-1 | queueLimit",
                "inmemory://a,b | must name one",
                "amqp://localhost?rabbitmq.streamOffset=yesterday | yesterday",
                "amqp://localhost?rabbitmq.queueArguments=novalue | novalue",
            })
    void isRefusedWithWhatIsWrong(String url, String wrong) {
        assertThatThrownBy(() -> AnyQueue.connectionFactory(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(wrong);
    }

    @Test
    void anotherValueThanTheBrokersIsRefusedByTheConnection() {
        try (InMemoryBroker broker =
                InMemoryBroker.builder().option(InMemoryOptions.QUEUE_LIMIT, 3).build()) {
            AnyQueueConnectionFactory factory = AnyQueue.connectionFactory(broker.url() + "?queueLimit=4");
            assertThatThrownBy(factory::createConnection)
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("queueLimit=4");
            assertThatThrownBy(factory::createContext)
                    .isInstanceOf(JMSRuntimeException.class)
                    .hasMessageContaining("queueLimit=4");
            assertThat(broker.connections()).isEmpty();
        }
    }
}
