package io.anyqueue.examples.lemonade;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis in this JVM that keeps its journal in a folder and its port over restarts. One thread starts and stops it. */
final class ArtemisOnDisk implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ArtemisOnDisk.class.getName());
    private static final long START_SECONDS = 60;
    private static final int FIRST_PORT = 15_000;
    private static final int LAST_PORT = 32_000;

    private final int port;
    private final Path folder;
    private ActiveMQServer server;

    private ArtemisOnDisk(int port, Path folder) throws Exception {
        this.port = port;
        this.folder = folder;
        this.server = started(port, folder);
    }

    static ArtemisOnDisk start(Path folder) throws Exception {
        return new ArtemisOnDisk(freePort(), folder);
    }

    /** Below those that systems give to outgoing connections, so that none of these takes it while the broker is down. */
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException e) {
                LOG.log(System.Logger.Level.DEBUG, "Port {0} is taken", port);
            }
        }
    }

    String url() {
        return "amqp://localhost:" + port;
    }

    /** How many messages the queue holds, delivered or not. */
    long messagesIn(String queue) {
        return server.locateQueue(queue).getMessageCount();
    }

    void stop() throws Exception {
        server.stop();
    }

    void startAgain() throws Exception {
        server = started(port, folder);
    }

    @Override
    public void close() throws Exception {
        stop();
    }

    private static ActiveMQServer started(int port, Path folder) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("lemonade-" + port)
                .setPersistenceEnabled(true)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setSecurityEnabled(false)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .addAcceptorConfiguration("amqp", "tcp://localhost:" + port + "?protocols=AMQP");
        configuration.addAddressSetting("#", new AddressSettings().setAutoDeleteQueues(false));
        ActiveMQServer server = new ActiveMQServerImpl(configuration);
        server.start();
        if (!server.waitForActivation(START_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Artemis did not start within " + START_SECONDS + " s");
        }
        return server;
    }
}
