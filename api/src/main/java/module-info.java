/** The entry point of AnyQueue, the Jakarta Messaging objects and the provider contract. */
module io.anyqueue.api {
    requires transitive jakarta.messaging;
    requires transitive java.naming;
    requires org.slf4j;
    requires static com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    exports io.anyqueue;
    exports io.anyqueue.jndi;
    exports io.anyqueue.spi;

    uses io.anyqueue.spi.MessagingProvider;
}
