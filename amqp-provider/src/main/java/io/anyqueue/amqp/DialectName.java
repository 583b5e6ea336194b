package io.anyqueue.amqp;

/** The dialects that the option {@code dialect} can name. */
public enum DialectName {
    /** Chosen by what the peer says of itself. */
    AUTO,
    /** Artemis, Qpid Broker-J, ActiveMQ and whatever follows the JMS mapping. */
    STANDARD,
    /** RabbitMQ 4.0 and later. */
    RABBITMQ
}
