package io.anyqueue.benchmarks;

import io.anyqueue.AnyQueue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run was made on. */
final class Environment {
    private static final Path CPU = Path.of("/proc/cpuinfo");

    private Environment() {}

    static Map<String, String> describe() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        facts.put("system", System.getProperty("os.name") + ' ' + System.getProperty("os.version"));
        facts.put("JDK", System.getProperty("java.vm.name") + ' ' + System.getProperty("java.vm.version"));
        facts.put("AnyQueue", version(AnyQueue.class));
        facts.put("ActiveMQ Classic", version(org.apache.activemq.ActiveMQConnectionFactory.class));
        facts.put("Artemis", version(org.apache.activemq.artemis.core.server.ActiveMQServer.class));
        facts.put("Qpid JMS", version(org.apache.qpid.jms.JmsConnectionFactory.class));
        facts.put("protonj2-client", version(org.apache.qpid.protonj2.client.Client.class));
        facts.put("RabbitMQ JMS", version(com.rabbitmq.jms.admin.RMQConnectionFactory.class));
        facts.put("RabbitMQ AMQP 1.0 client", version(com.rabbitmq.client.amqp.Environment.class));
        return facts;
    }

    private static String processor() {
        try {
            return Files.readAllLines(CPU, StandardCharsets.UTF_8).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            // only systems with a /proc tell
            return System.getProperty("os.arch");
        }
    }

    private static String version(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "of this build" : version;
    }
}
