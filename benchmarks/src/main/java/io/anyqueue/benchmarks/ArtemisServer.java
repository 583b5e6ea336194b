package io.anyqueue.benchmarks;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis server without journal or security; as a program, in a process of its own until its input ends. */
final class ArtemisServer {

    private ArtemisServer() {}

    static EmbeddedActiveMQ start(String acceptor) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(false)
                .addAcceptorConfiguration("bench", acceptor)
                // Paging needs a disk, which this server has not.
                .addAddressSetting("#", new AddressSettings().setMaxSizeBytes(-1));
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration);
        server.start();
        return server;
    }

    public static void main(String[] arguments) throws Exception {
        EmbeddedActiveMQ server =
                start("tcp://127.0.0.1:" + arguments[0] + "?protocols=AMQP;amqpCredits=1000;amqpLowCredits=300");
        System.out.println(BrokerProcess.READY);
        while (System.in.read() >= 0) {
            // nothing is said; the end of the input is what ends the server
        }
        server.stop();
        System.exit(0);
    }
}
