package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.ComplianceTarget.Credentials;
import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.ExceptionListener;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TopicConnectionFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.naming.Referenceable;
import org.junit.jupiter.api.Test;

/** Connection factories and connections: making them, credentials, metadata, exception listeners. */
class ConnectionTests extends ComplianceTest {
    private static final long PATIENCE = Workbench.PATIENCE.toMillis();

    @Test
    @Requirement({"6.1-1", "ConnectionFactory.createContext-1"})
    void connectionsAndContextsAreMade() throws Exception {
        ConnectionFactory factory = jms.factory();
        assertThat(jms.keep(factory.createConnection())).isNotNull();
        assertThat(jms.keep(factory.createContext()).getSessionMode()).isEqualTo(JMSContext.AUTO_ACKNOWLEDGE);
        for (int mode :
                new int[] {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.CLIENT_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE
                }) {
            assertThat(jms.keep(factory.createContext(mode)).getSessionMode()).isEqualTo(mode);
        }
    }

    @Test
    @Requirement("ConnectionFactory.createContext-2")
    void aContextOfAModeThatDoesNotExistIsRefused() throws Exception {
        ConnectionFactory factory = jms.factory();
        refusedUnchecked(() -> jms.keep(factory.createContext(77)));
    }

    @Test
    @Needs(Feature.AUTHENTICATION)
    @Requirement({"6.1.1-2", "6.1-1"})
    void goodCredentialsGiveAWorkingConnection() throws Exception {
        Credentials good = jms.target().credentials().orElseThrow();
        Connection connection = jms.keep(jms.factory().createConnection(good.user(), good.password()));
        connection.start();
        Session session = connection.createSession();
        session.createProducer(jms.queue()).send(session.createTextMessage("a"));
        assertThat(jms.receiveText(session.createConsumer(jms.queue()))).isEqualTo("a");
        connection.close();
        JMSContext context = jms.keep(jms.factory().createContext(good.user(), good.password()));
        context.createProducer().send(jms.queue(), "b");
        JMSContext client =
                jms.keep(jms.factory().createContext(good.user(), good.password(), JMSContext.CLIENT_ACKNOWLEDGE));
        assertThat(client.createConsumer(jms.queue()).receiveBody(String.class, PATIENCE))
                .isEqualTo("b");
    }

    @Test
    @Needs(Feature.AUTHENTICATION)
    @Requirement({"6.1.1-1", "ConnectionFactory.createConnection-1", "ConnectionFactory.createConnection-2"})
    void wrongCredentialsAreRefusedWhenTheConnectionIsMade() throws Exception {
        Credentials good = jms.target().credentials().orElseThrow();
        ConnectionFactory factory = jms.factory();
        refused(JMSSecurityException.class, () -> factory.createConnection(good.user(), "not " + good.password()));
        refused(JMSSecurityException.class, () -> factory.createConnection("nobody at all", "x"));
        refused(JMSSecurityRuntimeException.class, () -> factory.createContext("nobody at all", "x"));
        refused(
                JMSSecurityRuntimeException.class,
                () -> factory.createContext("nobody at all", "x", JMSContext.AUTO_ACKNOWLEDGE));
    }

    @Test
    @Needs({Feature.AUTHENTICATION, Feature.DOMAIN_FACTORIES})
    @Requirement("QueueConnectionFactory.createQueueConnection-1")
    void wrongCredentialsAreRefusedByTheFactoriesOfADomain() throws Exception {
        ConnectionFactory factory = jms.factory();
        refused(
                JMSSecurityException.class,
                () -> ((QueueConnectionFactory) factory).createQueueConnection("nobody at all", "x"));
        refused(
                JMSSecurityException.class,
                () -> ((TopicConnectionFactory) factory).createTopicConnection("nobody at all", "x"));
    }

    @Test
    @Requirement({"6.1.6-1", "6.1.6-2", "ConnectionMetaData.getProviderMajorVersion-1", "JMSContext.getMetaData-1"})
    void theMetadataTellsVersions() throws Exception {
        for (ConnectionMetaData data :
                List.of(jms.connect().getMetaData(), jms.context().getMetaData())) {
            assertThat(data.getJMSVersion()).isEqualTo(data.getJMSMajorVersion() + "." + data.getJMSMinorVersion());
            assertThat(data.getJMSMajorVersion()).isEqualTo(3);
            assertThat(data.getJMSProviderName()).isNotBlank();
            assertThat(data.getProviderVersion()).isNotBlank();
            assertThat(data.getProviderMajorVersion()).isNotNegative();
            assertThat(data.getProviderMinorVersion()).isNotNegative();
        }
    }

    @Test
    @Requirement("3.5.9-2")
    void theMetadataListsTheMandatoryJmsxProperties() throws Exception {
        assertThat(names(jms.connect().getMetaData().getJMSXPropertyNames()))
                .contains("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount");
    }

    @Test
    @Requirement({"6.1.7-1", "JMSContext.setExceptionListener-1"})
    void theExceptionListenerIsTheOneThatWasSet() throws Exception {
        ExceptionListener listener = exception -> {};
        Connection connection = jms.connect();
        assertThat(connection.getExceptionListener()).isNull();
        connection.setExceptionListener(listener);
        assertThat(connection.getExceptionListener()).isSameAs(listener);
        connection.setExceptionListener(null);
        assertThat(connection.getExceptionListener()).isNull();
        JMSContext context = jms.context();
        context.setExceptionListener(listener);
        assertThat(context.getExceptionListener()).isSameAs(listener);
    }

    @Test
    @Requirement("6.1.7-2")
    void theExceptionListenerIsToldOfAFailure() throws Exception {
        CompletableFuture<JMSException> told = new CompletableFuture<>();
        Connection connection = jms.connect();
        connection.setExceptionListener(told::complete);
        connection.start();
        connection.createSession().createConsumer(jms.queue());
        Workbench.requireHook(jms.target().failConnections(), "failConnections");
        assertThat(Workbench.await(told)).isNotNull();
    }

    @Test
    @Requirement("JMSException.internal-1")
    void whatCannotBeDoneOnAFailedConnectionThrowsAnExceptionOfJakartaMessaging() throws Exception {
        CompletableFuture<JMSException> told = new CompletableFuture<>();
        Connection connection = jms.connect();
        connection.setExceptionListener(told::complete);
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(jms.queue());
        CompletableFuture<JMSException> toldContext = new CompletableFuture<>();
        JMSContext context = jms.context();
        context.setExceptionListener(toldContext::complete);
        JMSProducer contextProducer = context.createProducer();
        contextProducer.send(jms.queue(), "before");
        Workbench.requireHook(jms.target().failConnections(), "failConnections");
        Workbench.await(told);
        Workbench.await(toldContext);
        refused(() -> producer.send(session.createTextMessage("late")));
        refused(() -> session.createConsumer(jms.queue()));
        refusedUnchecked(() -> contextProducer.send(jms.queue(), "late"));
        refusedUnchecked(() -> context.createConsumer(jms.queue()));
    }

    @Test
    @Requirement("6.1.7-4")
    void whatACallThrowsIsNotReportedToTheExceptionListener() throws Exception {
        List<JMSException> told = new ArrayList<>();
        Connection connection = jms.connect();
        connection.setExceptionListener(told::add);
        connection.start();
        Session session = connection.createSession();
        refused(() -> session.createConsumer(null));
        refused(session::commit);
        if (jms.claims(Feature.QUEUE_SELECTORS)) {
            refused(InvalidSelectorException.class, () -> session.createConsumer(jms.queue(), "= ="));
        }
        connection.close();
        assertThat(told).isEmpty();
    }

    @Test
    @Requirement({"5.1-1", "5.1-2"})
    void administeredObjectsAreSerializableAndReferenceable() throws Exception {
        for (Object object : List.of(jms.factory(), jms.queue())) {
            assertThat(object).isInstanceOf(Serializable.class).isInstanceOf(Referenceable.class);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(object);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                assertThat(in.readObject()).hasSameClassAs(object);
            }
        }
    }

    @Test
    @Requirement("Destination.equals-1")
    void destinationsOfOneNameAreEqual() throws Exception {
        Session session = jms.session();
        assertThat(session.createQueue("name")).isEqualTo(session.createQueue("name"));
        assertThat(session.createQueue("name")).hasSameHashCodeAs(session.createQueue("name"));
        assertThat(session.createQueue("name")).isNotEqualTo(session.createQueue("other"));
    }
}
