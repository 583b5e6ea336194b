package io.anyqueue.benchmarks;

import com.rabbitmq.jms.admin.RMQConnectionFactory;
import io.anyqueue.AnyQueue;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
            return setting == Setting.RABBITMQ ? RABBITMQ_QUEUES + name : name;
        }
    },
    PROTON_CLIENT("protonj2-client") {
        @Override
        ConnectionFactory connect(String url) {
            throw new UnsupportedOperationException("protonj2-client has an API of its own");
        }

        @Override
        BareClient bare(String url, Workload workload, String queue) throws Exception {
            return new ProtonClient(BrokerAddress.of(url), workload, queue);
        }

        @Override
        String queue(Setting setting, String name) {
            return QPID_JMS.queue(setting, name);
        }

        @Override
        boolean does(Workload workload) {
            return isBare(workload) && workload.receiving() == Workload.Receiving.RECEIVE;
        }
    },
    ENGINE("minimal program on the protonj2 engine") {
        @Override
        ConnectionFactory connect(String url) {
            throw new UnsupportedOperationException("The minimal program has no connection factory");
        }

        @Override
        BareClient bare(String url, Workload workload, String queue) throws Exception {
            return new EngineClient(BrokerAddress.of(url), workload, queue);
        }

        @Override
        String queue(Setting setting, String name) {
            return QPID_JMS.queue(setting, name);
        }

        @Override
        boolean does(Workload workload) {
            return isBare(workload) && workload.receiving() == Workload.Receiving.RECEIVE;
        }
    },
    RABBITMQ_AMQP("RabbitMQ AMQP 1.0 client") {
        @Override
        ConnectionFactory connect(String url) {
            throw new UnsupportedOperationException("The RabbitMQ AMQP 1.0 client has an API of its own");
        }

        @Override
        BareClient bare(String url, Workload workload, String queue) {
            return new RabbitAmqpClient(BrokerAddress.of(url), workload, queue);
        }

        @Override
        boolean does(Workload workload) {
            return isBare(workload)
                    && workload.delivery() == Workload.Delivery.PERSISTENT
                    && (workload.shape() == Workload.Shape.SEND || workload.receiving() == Workload.Receiving.LISTENER);
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

    /** What RabbitMQ wants before the name of a queue, from clients that do not know it. */
    static final String RABBITMQ_QUEUES = "/queues/";

    private static final long MEMORY_LIMIT = 1L << 40;

    private final String title;

    Candidate(String title) {
        this.title = title;
    }

    /** @param url of the broker; empty for one in this JVM */
    abstract ConnectionFactory connect(String url) throws Exception;

    /** For rounds of sending or receiving, which candidates without Jakarta Messaging can do too. */
    BareClient bare(String url, Workload workload, String queue) throws Exception {
        Connection connection = connect(url).createConnection();
        connection.start();
        return new JmsClient(connection, workload, queue);
    }

    /** How this candidate names a queue. */
    String queue(Setting setting, String name) {
        return name;
    }

    /** True where this candidate can do the work at all. */
    boolean does(Workload workload) {
        return this != HAND_OFF
                || (workload.shape() == Workload.Shape.PIPE && workload.sending() == Workload.Sending.SYNCHRONOUS);
    }

    /**
     * True for an entry of the class path that may serve this candidate: one is not to wait at its first message for the jars
     * of the others being opened. What is in no list serves everybody.
     */
    boolean needs(Path entry) {
        String file = entry.toString().replace('\\', '/');
        return Library.OF_ONE.stream()
                .noneMatch(library -> library.isIn(file) && !library.users().contains(this));
    }

    /** Jars by a part of their path, and who uses them. */
    private record Library(String part, Set<Candidate> users) {
        private static final List<Library> OF_ONE = List.of(
                new Library("anyqueue-amqp", EnumSet.of(ANYQUEUE)),
                new Library("/amqp-provider/", EnumSet.of(ANYQUEUE)),
                new Library("/activemq-broker/", EnumSet.of(ACTIVEMQ_VM)),
                new Library("/activemq-client/", EnumSet.of(ACTIVEMQ_VM)),
                new Library("/activemq-openwire-legacy/", EnumSet.of(ACTIVEMQ_VM)),
                new Library("/activemq-artemis-native/", EnumSet.of(ARTEMIS_VM)),
                new Library("/org/apache/artemis/", EnumSet.of(ARTEMIS_VM)),
                new Library("/qpid-jms-client/", EnumSet.of(QPID_JMS)),
                new Library("/protonj2", EnumSet.of(ANYQUEUE, PROTON_CLIENT, ENGINE)),
                new Library("/proton-j/", EnumSet.of(ARTEMIS_VM, QPID_JMS)),
                new Library("/io/netty/", EnumSet.complementOf(EnumSet.of(ACTIVEMQ_VM, HAND_OFF))),
                new Library("/com/rabbitmq/", EnumSet.of(RABBITMQ_JMS, RABBITMQ_AMQP)),
                new Library("/org/testcontainers/", EnumSet.noneOf(Candidate.class)),
                new Library("/com/github/docker-java/", EnumSet.noneOf(Candidate.class)),
                new Library("/org/openjdk/jmh/", EnumSet.noneOf(Candidate.class)),
                new Library("/org/knowm/", EnumSet.noneOf(Candidate.class)),
                new Library("/de/erichseifert/", EnumSet.noneOf(Candidate.class)));

        private boolean isIn(String file) {
            return file.contains(part);
        }
    }

    private static boolean isBare(Workload workload) {
        boolean rounds = workload.shape() == Workload.Shape.SEND || workload.shape() == Workload.Shape.RECEIVE;
        return rounds && workload.sending() != Workload.Sending.TRANSACTED;
    }

    String title() {
        return title;
    }

    private static String withQuery(String url, String query) {
        return url + (url.contains("?") ? "&" : "?") + query;
    }
}
