/** The AMQP 1.0 provider of AnyQueue. */
module io.anyqueue.amqp {
    requires transitive io.anyqueue.api;
    requires java.security.sasl;
    requires org.slf4j;
    requires org.apache.qpid.protonj2;
    requires org.apache.qpid.protonj2.client;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    requires static com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    exports io.anyqueue.amqp;

    provides io.anyqueue.spi.MessagingProvider with
            io.anyqueue.amqp.AmqpProvider;
}
