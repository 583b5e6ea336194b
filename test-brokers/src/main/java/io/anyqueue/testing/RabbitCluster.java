package io.anyqueue.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.lifecycle.Startables;

/**
 * Three nodes of RabbitMQ in containers on a network of their own, which find each other by a list of names and share an
 * Erlang cookie. Its owner may kill nodes and take them off the network, and closes it. For use by one thread.
 */
public final class RabbitCluster implements AutoCloseable {
    public static final int SIZE = 3;

    private static final String COOKIE = "squeezer";
    private static final int NET_TICK_SECONDS = 5;

    private final Network network = Network.newNetwork();
    private final List<GenericContainer<?>> nodes = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    private RabbitCluster(RabbitVersion version) {
        for (int i = 0; i < SIZE; i++) {
            ports.add(Ports.free());
            nodes.add(node(version, i));
        }
    }

    /** Starts the nodes and waits until they have found each other. Without a container engine {@link Requirement} decides. */
    @SuppressWarnings("resource") // closed by the caller, or here
    public static RabbitCluster start(RabbitVersion version) throws Exception {
        if (!Requirement.hasEngine()) {
            Requirement.notRun("a cluster of " + version, "no container engine answers");
        }
        RabbitCluster cluster = new RabbitCluster(version);
        try {
            Startables.deepStart(cluster.nodes).join();
            cluster.awaitNodes(0);
            return cluster;
        } catch (Exception | Error e) {
            cluster.close();
            throw e;
        }
    }

    private static String name(int index) {
        return "r" + (index + 1);
    }

    private GenericContainer<?> node(RabbitVersion version, int index) {
        GenericContainer<?> node = new GenericContainer<>(version.imageName())
                .withCreateContainerCmdModifier(command -> command.withHostName(name(index)))
                .withNetwork(network)
                .withNetworkAliases(name(index))
                .withCopyToContainer(Transferable.of(configuration()), "/etc/rabbitmq/conf.d/90-cluster.conf")
                .withEnv("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-setcookie " + COOKIE)
                .withEnv("RABBITMQ_ERLANG_COOKIE", COOKIE)
                .waitingFor(Wait.forLogMessage(".*Server startup complete.*", 1).withStartupTimeout(RabbitMq.STARTUP));
        node.setPortBindings(List.of(ports.get(index) + ":5672"));
        return node;
    }

    private static String configuration() {
        Stream<String> fixed = Stream.of(
                "loopback_users = none",
                "cluster_formation.peer_discovery_backend = classic_config",
                "cluster_partition_handling = pause_minority",
                "net_ticktime = " + NET_TICK_SECONDS);
        Stream<String> names = IntStream.range(0, SIZE)
                .mapToObj(i -> "cluster_formation.classic_config.nodes." + (i + 1) + " = rabbit@" + name(i));
        return Stream.concat(fixed, names).collect(Collectors.joining("\n", "", "\n"));
    }

    /** The addresses of all nodes, the given one first, as a URL has them. */
    public String addresses(int first) {
        String host = nodes.get(0).getHost();
        return IntStream.range(0, SIZE)
                .mapToObj(i -> host + ':' + ports.get((first + i) % SIZE))
                .collect(Collectors.joining(","));
    }

    /** Runs {@code rabbitmqctl} on a node; its output. */
    public String ctl(int node, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("env", "LC_ALL=C.UTF-8", "rabbitmqctl", "-q", "--erlang-cookie", COOKIE));
        command.addAll(List.of(arguments));
        return RabbitMq.run(nodes.get(node), command);
    }

    /** The node that leads a quorum queue, as another one knows it. */
    public int leader(String queue, int asked) throws IOException, InterruptedException {
        for (String line : ctl(asked, "list_queues", "--no-table-headers", "name", "leader")
                .split("\n", -1)) {
            String[] parts = line.split("\t", -1);
            if (parts.length == 2 && parts[0].equals(queue)) {
                String node = parts[1].trim();
                return Integer.parseInt(node.substring(node.indexOf('@') + 2)) - 1;
            }
        }
        throw new IOException("There is no queue \"" + queue + '"');
    }

    /** Waits until a node counts all others as running. */
    public void awaitNodes(int asked) throws Exception {
        ctl(
                asked,
                "await_online_nodes",
                String.valueOf(SIZE),
                "--timeout",
                String.valueOf(RabbitMq.STARTUP.toSeconds()));
    }

    /** Ends a node without notice. */
    public void kill(int node) {
        docker().killContainerCmd(nodes.get(node).getContainerId()).exec();
    }

    /** Starts a node that was killed, with what is on its disk. */
    public void startAgain(int node) {
        docker().startContainerCmd(nodes.get(node).getContainerId()).exec();
    }

    /** Takes a node off the network: neither the other nodes nor clients reach it. */
    public void isolate(int node) {
        docker().disconnectFromNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(nodes.get(node).getContainerId())
                .withForce(true)
                .exec();
    }

    /** Brings it back. */
    public void rejoin(int node) {
        docker().connectToNetworkCmd()
                .withNetworkId(network.getId())
                .withContainerId(nodes.get(node).getContainerId())
                .withContainerNetwork(new ContainerNetwork().withAliases(name(node)))
                .exec();
    }

    private DockerClient docker() {
        return nodes.get(0).getDockerClient();
    }

    @Override
    public void close() {
        nodes.forEach(GenericContainer::stop);
        network.close();
    }
}
