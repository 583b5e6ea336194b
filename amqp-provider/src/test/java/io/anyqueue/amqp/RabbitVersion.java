package io.anyqueue.amqp;

/** The versions of RabbitMQ that the tests run on, each with its image; a system property names another one. */
enum RabbitVersion {
    V4_0("rabbitmq:4.0-management", "anyqueue.rabbitmq.image.4.0"),
    V4_3("rabbitmq:4.3-management", "anyqueue.rabbitmq.image.4.3");

    private final String image;
    private final String property;

    RabbitVersion(String image, String property) {
        this.image = image;
        this.property = property;
    }

    String image() {
        return System.getProperty(property, image);
    }

    @Override
    public String toString() {
        return image();
    }
}
