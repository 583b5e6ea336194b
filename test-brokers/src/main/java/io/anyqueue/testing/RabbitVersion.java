package io.anyqueue.testing;

import org.jspecify.annotations.Nullable;
import org.testcontainers.utility.DockerImageName;

/**
 * The versions of RabbitMQ that the tests run on. System properties name another image or a broker that runs elsewhere: {@code
 * anyqueue.rabbitmq.image.4.0}, {@code anyqueue.rabbitmq.url.4.0}, and so for 4.3; without a version they mean the newest.
 */
public enum RabbitVersion {
    V4_0("4.0"),
    V4_3("4.3");

    /** The one that the project's own tests use where one version is enough. */
    public static final RabbitVersion NEWEST = V4_3;

    private final String number;

    RabbitVersion(String number) {
        this.number = number;
    }

    String image() {
        String named = property("image");
        return named == null ? "rabbitmq:" + number + "-management" : named;
    }

    DockerImageName imageName() {
        return DockerImageName.parse(image()).asCompatibleSubstituteFor("rabbitmq");
    }

    /** The URL of a broker that is to be used instead of a container; null where there is none. */
    @Nullable
    String url() {
        return property("url");
    }

    private @Nullable String property(String what) {
        String name = "anyqueue.rabbitmq." + what;
        String own = System.getProperty(name + '.' + number);
        return own == null && name().equals("V4_3") ? System.getProperty(name) : own;
    }

    /** {@code 4.3}. */
    public String number() {
        return number;
    }

    /** False where it tells of a queue, or that there is none, only to who has a permission on it. */
    public boolean letsAnyoneLookForQueues() {
        return this == V4_0;
    }

    /** The name under which tests on it are reported. */
    @Override
    public String toString() {
        return "RabbitMQ " + number;
    }
}
