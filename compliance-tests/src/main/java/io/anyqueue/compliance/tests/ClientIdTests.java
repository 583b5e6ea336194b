package io.anyqueue.compliance.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.compliance.Feature;
import io.anyqueue.compliance.Needs;
import io.anyqueue.compliance.Requirement;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSContext;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Client identifiers. */
class ClientIdTests extends ComplianceTest {

    @Test
    @Requirement("6.1.2-6")
    void aConnectionTellsItsIdentifier() throws Exception {
        String id = jms.unique("client");
        assertThat(jms.connect().getClientID()).isNull();
        assertThat(jms.connect(id).getClientID()).isEqualTo(id);
    }

    @Test
    @Requirement("6.1.2-3")
    void itIsSetOnce() throws Exception {
        Connection connection = jms.connect(jms.unique("client"));
        refused(IllegalStateException.class, () -> connection.setClientID(jms.unique("client")));
    }

    @Test
    @Requirement("6.1.2-2")
    void itIsSetBeforeAnyOtherUse() throws Exception {
        Connection used = jms.connect();
        used.createSession();
        refused(IllegalStateException.class, () -> used.setClientID(jms.unique("client")));
        Connection started = jms.connect();
        started.start();
        refused(IllegalStateException.class, () -> started.setClientID(jms.unique("client")));
    }

    @Test
    @Requirement("6.1.2-7")
    void readingTheMetadataIsAUse() throws Exception {
        Connection looked = jms.connect();
        looked.getMetaData();
        refused(IllegalStateException.class, () -> looked.setClientID(jms.unique("client")));
    }

    @Test
    @Needs(Feature.UNIQUE_CLIENT_ID)
    @Requirement({"6.1.2-4", "6.1.2-5", "10.3-10"})
    void oneInUseCannotBeUsedByAnotherConnection() throws Exception {
        String id = jms.unique("client");
        Connection first = jms.connect(id);
        first.createSession();
        Connection second = jms.connect();
        refused(InvalidClientIDException.class, () -> {
            second.setClientID(id);
            second.createSession();
        });
        first.close();
        Connection third = jms.connect(id);
        third.createSession();
        assertThat(third.getClientID()).isEqualTo(id);
    }

    @Test
    @Requirement({"6.1.2-1", "Connection.getClientID-1"})
    void aConfiguredOneCannotBeChanged() throws Exception {
        String id = jms.unique("client");
        Optional<ConnectionFactory> configured = jms.target().connectionFactory(id);
        Workbench.requireHook(configured.isPresent(), "connectionFactory(clientId)");
        Connection connection = jms.keep(configured.orElseThrow().createConnection());
        assertThat(connection.getClientID()).isEqualTo(id);
        refused(IllegalStateException.class, () -> connection.setClientID(jms.unique("client")));
    }

    @Test
    @Requirement({"JMSContext.setClientID-1", "Connection.setClientID-1"})
    void aContextTakesOneAtTheBeginningOnly() throws Exception {
        String id = jms.unique("client");
        JMSContext context = jms.context();
        context.setClientID(id);
        assertThat(context.getClientID()).isEqualTo(id);
        refused(IllegalStateRuntimeException.class, () -> context.setClientID(jms.unique("client")));
        JMSContext used = jms.context();
        used.createConsumer(jms.queue());
        refused(IllegalStateRuntimeException.class, () -> used.setClientID(jms.unique("client")));
    }
}
