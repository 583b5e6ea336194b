package io.anyqueue.benchmarks;

import com.rabbitmq.jms.admin.RMQConnectionFactory;
import io.anyqueue.AnyQueue;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Who is measured. */
enum Candidate {
    ANYQUEUE("AnyQueue") {
        @Override
        ConnectionFactory connect(String url) {
            return AnyQueue.connectionFactory(url.isEmpty() ? "inmemory:bench" : withQuery(url, "prefetch=1000"));
        }
    },
    ACTIVEMQ_VM("ActiveMQ Classic vm:") {
        @Override
        ConnectionFactory connect(String url) throws Exception {
            BrokerService broker = new BrokerService();
            broker.setBrokerName("bench");
            broker.setPersistent(false);
            broker.setUseJmx(false);
            // Its default stops producers at 70 % of the heap, before a million messages are there.
            broker.getSystemUsage().getMemoryUsage().setLimit(MEMORY_LIMIT);
            broker.start();
            return new ActiveMQConnectionFactory("vm://bench?create=false");
        }
    },
    ARTEMIS_VM("Artemis in-VM") {
        @Override
        ConnectionFactory connect(String url) throws Exception {
            ArtemisServer.start("vm://0");
            return new ActiveMQJMSConnectionFactory("vm://0");
        }
    },
    HAND_OFF("bare LinkedBlockingQueue") {
        @Override
        ConnectionFactory connect(String url) {
            throw new UnsupportedOperationException("The bare hand-off has no connection factory");
        }
    },
    QPID_JMS("Qpid JMS") {
        @Override
        ConnectionFactory connect(String url) {
            return new JmsConnectionFactory(withQuery(url, "jms.prefetchPolicy.all=1000&jms.requestTimeout=30000"));
        }

        @Override
        String queue(Setting setting, String name) {
            return setting == Setting.RABBITMQ ? "/queues/" + name : name;
        }
    },
    RABBITMQ_JMS("RabbitMQ JMS") {
        @Override
        ConnectionFactory connect(String url) throws JMSException {
            RMQConnectionFactory factory = new RMQConnectionFactory();
            factory.setUri(url);
            factory.setChannelsQos(1000);
            return factory;
        }
    };

    private static final long MEMORY_LIMIT = 1L << 40;

    private final String title;

    Candidate(String title) {
        this.title = title;
    }

    /** @param url of the broker; empty for one in this JVM */
    abstract ConnectionFactory connect(String url) throws Exception;

    /** How this candidate names a queue. */
    String queue(Setting setting, String name) {
        return name;
    }

    /** True where this candidate can do the work at all. */
    boolean does(Workload workload) {
        return this != HAND_OFF
                || (workload.shape() == Workload.Shape.PIPE && workload.sending() == Workload.Sending.SYNCHRONOUS);
    }

    String title() {
        return title;
    }

    private static String withQuery(String url, String query) {
        return url + (url.contains("?") ? "&" : "?") + query;
    }
}
