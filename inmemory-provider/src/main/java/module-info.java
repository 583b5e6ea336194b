/** The in-memory broker and provider of AnyQueue. */
module io.anyqueue.inmemory {
    requires transitive io.anyqueue.api;
    requires org.slf4j;
    requires static com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    exports io.anyqueue.inmemory;

    provides io.anyqueue.spi.MessagingProvider with
            io.anyqueue.inmemory.InMemoryProvider;
}
