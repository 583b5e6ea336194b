package io.anyqueue.benchmarks;

import com.google.gson.Gson;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One measurement, as the program of a JVM of its own: setting, workload, candidate, repetition, URL, file for the result, and
 * {@code full} for the longer pace.
 */
final class Measurement {
    private final Setting setting;
    private final Workload workload;
    private final Candidate candidate;
    private final String url;
    private final Pace pace;

    private Measurement(Setting setting, Workload workload, Candidate candidate, String url, Pace pace) {
        this.setting = setting;
        this.workload = workload;
        this.candidate = candidate;
        this.url = url;
        this.pace = pace;
    }

    static List<String> arguments(Plan.Step step, String url, Path file, boolean full) {
        return List.of(
                step.setting().name(),
                step.workload().name(),
                step.candidate().name(),
                String.valueOf(step.repetition()),
                url,
                file.toString(),
                full ? "full" : "short");
    }

    public static void main(String[] arguments) throws Exception {
        Setting setting = Setting.valueOf(arguments[0]);
        Workload workload = setting.fullSet().stream()
                .filter(each -> each.name().equals(arguments[1]))
                .findFirst()
                .orElseThrow();
        Candidate candidate = Candidate.valueOf(arguments[2]);
        int repetition = Integer.parseInt(arguments[3]);
        Pace pace = arguments[6].equals("full") ? Pace.FULL : Pace.SHORT;
        String queue = "bench-" + candidate + '-' + System.nanoTime();
        try {
            Map<String, Double> metrics = new Measurement(setting, workload, candidate, arguments[4], pace)
                    .run(candidate.queue(setting, queue));
            Result result = new Result(setting.name(), workload.name(), candidate.title(), repetition, metrics, null);
            Files.writeString(Path.of(arguments[5]), new Gson().toJson(result));
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            // Threads of a client may be left, which must not keep the others waiting.
            System.exit(1);
        }
        System.exit(0);
    }

    private Map<String, Double> run(String queue) throws Exception {
        if (candidate == Candidate.HAND_OFF) {
            return new HandOff(workload, pace).run();
        }
        declare(queue);
        long begun = System.nanoTime();
        if (workload.shape() == Workload.Shape.SEND || workload.shape() == Workload.Shape.RECEIVE) {
            try (BareClient client = candidate.bare(url, workload, queue)) {
                return new Rounds(client, workload, pace).run();
            }
        }
        ConnectionFactory factory = candidate.connect(url);
        if (workload.shape() == Workload.Shape.IDLE) {
            return SingleShots.idle(factory, workload, queue);
        }
        try (Connection connection = factory.createConnection()) {
            connection.start();
            return measure(connection, queue, begun);
        }
    }

    private Map<String, Double> measure(Connection connection, String name, long begun) throws Exception {
        return switch (workload.shape()) {
            case PIPE, FAN_OUT, SELECT -> new Pipe(connection, workload, pace).run(name);
            case REQUEST_REPLY -> SingleShots.requestReply(connection, workload, pace, queue(connection, name));
            case BACKLOG -> SingleShots.backlog(connection, workload, pace, queue(connection, name));
            case FIRST_MESSAGE -> SingleShots.firstMessage(connection, queue(connection, name), begun);
            case SEND, RECEIVE, IDLE -> throw new IllegalStateException("Measured with connections of its own");
        };
    }

    private static Queue queue(Connection connection, String name) throws JMSException {
        try (Session session = connection.createSession()) {
            return session.createQueue(name);
        }
    }

    /** Clients that name nodes as RabbitMQ does cannot declare queues, so AnyQueue does it for them. */
    private void declare(String queue) throws Exception {
        if (setting == Setting.RABBITMQ && queue.startsWith(Candidate.RABBITMQ_QUEUES)) {
            int query = url.indexOf('?');
            BrokerAddress broker = BrokerAddress.of(query < 0 ? url : url.substring(0, query));
            String own = "amqp://guest:guest@" + broker.host() + ':' + broker.port() + "/?rabbitmq.queueType=classic";
            try (Connection connection = Candidate.ANYQUEUE.connect(own).createConnection();
                    Session session = connection.createSession()) {
                session.createProducer(session.createQueue(queue.substring(Candidate.RABBITMQ_QUEUES.length())))
                        .close();
            }
        }
    }
}
