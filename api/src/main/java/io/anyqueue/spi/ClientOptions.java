package io.anyqueue.spi;

import java.time.Duration;
import java.util.List;

/** The options that every provider has, because the Jakarta Messaging objects implement them. */
public final class ClientOptions {

    /** What a send does whose outcome was lost with its connection. */
    public enum InDoubtSend {
        /** It fails with an exception that says so. */
        REPORT,
        /** A persistent message outside a transaction is sent again, with the same id, ahead of newer ones. */
        RESEND
    }

    /** Where transactions may come from. */
    public enum Transactions {
        /** From the peer, or emulated as a unit of work where it has none. */
        AUTO,
        /** From the peer only: a transacted session is refused where it has none. */
        NATIVE
    }

    public static final Option<String> USERNAME = Option.text("username", "user name for connections made without one");
    public static final Option<String> PASSWORD = Option.secret("password", "password that goes with the user name");
    public static final Option<String> CLIENT_ID =
            Option.text("clientId", "client identifier that every connection gets (section 6.1.2)");
    public static final Option<Duration> CONNECT_TIMEOUT =
            time("connectTimeout", Duration.ofSeconds(15), "longest wait for one host to answer");
    public static final Option<Duration> REQUEST_TIMEOUT =
            time("requestTimeout", Duration.ofSeconds(30), "longest wait for the broker to answer a request");
    public static final Option<Duration> SEND_TIMEOUT =
            time("sendTimeout", Duration.ofSeconds(30), "longest wait for the broker to take a message");
    public static final Option<Duration> CLOSE_TIMEOUT =
            time("closeTimeout", Duration.ofSeconds(15), "longest wait for the broker when closing");
    public static final Option<Integer> PREFETCH = Option.integer(
            "prefetch",
            200,
            0,
            65_535,
            "most messages that a consumer holds ahead of the application; 0 fetches singly");
    public static final Option<Long> PREFETCH_BYTES = Option.bytes(
            "prefetchBytes",
            1L << 20,
            1024,
            1L << 40,
            "about how many bytes a consumer holds ahead of the application");
    public static final Option<Duration> PREFETCH_IDLE = time(
            "prefetchIdle",
            Duration.ofMillis(100),
            "after how long without a receive a consumer gives back what it holds ahead");
    public static final Option<Boolean> RECOVERY =
            Option.flag("recovery", true, "whether a lost connection is made again");
    public static final Option<Integer> RECOVERY_ATTEMPTS = Option.integer(
            "recoveryAttempts", 0, 0, Integer.MAX_VALUE, "attempts before recovery fails; 0 is no limit");
    public static final Option<Duration> RECOVERY_TIMEOUT = time(
            "recoveryTimeout", Duration.ofMinutes(10), "how long recovery is attempted before the connection fails");
    public static final Option<Duration> RECOVERY_DELAY =
            time("recoveryDelay", Duration.ofMillis(100), "pause before the second attempt; doubles, with jitter");
    public static final Option<Duration> RECOVERY_MAX_DELAY =
            time("recoveryMaxDelay", Duration.ofSeconds(15), "longest pause between attempts");
    public static final Option<InDoubtSend> IN_DOUBT_SEND = Option.choice(
            "inDoubtSend", InDoubtSend.REPORT, "what a send does whose outcome was lost with its connection");
    public static final Option<Transactions> TRANSACTIONS =
            Option.choice("transactions", Transactions.AUTO, "whether transactions may be emulated");
    public static final Option<Integer> TRANSACTION_LIMIT = Option.integer(
            "transactionLimit", 10_000, 1, 10_000_000, "most sends that an emulated transaction holds until commit");
    public static final Option<Integer> DELIVERY_LIMIT = Option.integer(
            "deliveryLimit",
            0,
            0,
            1_000_000,
            "failed deliveries after which a message is rejected to the dead-letter queue; 0 is no limit");
    public static final Option<Duration> REDELIVERY_DELAY = time(
            "redeliveryDelay",
            Duration.ZERO,
            Duration.ofMillis(50),
            "pause before a listener that failed twice in a row sees its message again; doubles up to redeliveryMaxDelay");
    public static final Option<Duration> REDELIVERY_MAX_DELAY = time(
            "redeliveryMaxDelay", Duration.ZERO, Duration.ofSeconds(30), "longest pause before a failing listener");
    public static final Option<Integer> ASYNC_SEND_WINDOW = Option.integer(
            "asyncSendWindow", 1000, 1, 1_000_000, "asynchronous sends of a session under way before a send blocks");
    public static final Option<List<String>> OBJECT_ALLOW = Option.list(
            "objectMessage.allow",
            "classes that ObjectMessage may read besides JDK value types: exact names, or packages as com.example.*");
    public static final Option<Integer> OBJECT_MAX_DEPTH =
            Option.integer("objectMessage.maxDepth", 50, 1, 10_000, "deepest object graph that ObjectMessage reads");
    public static final Option<Integer> OBJECT_MAX_REFERENCES = Option.integer(
            "objectMessage.maxReferences", 100_000, 1, Integer.MAX_VALUE, "most references that ObjectMessage reads");
    public static final Option<Long> OBJECT_MAX_BYTES = Option.bytes(
            "objectMessage.maxBytes", 16L << 20, 1, 1L << 31, "largest serialized object that ObjectMessage reads");
    public static final Option<Boolean> EXPIRE_ON_RECEIPT = Option.flag(
            "expireOnReceipt", true, "whether messages that have expired by the client's clock are dropped on receipt");
    public static final Option<Boolean> VIRTUAL_THREADS =
            Option.flag("virtualThreads", false, "whether listeners run on virtual threads (JDK 21 and later)");

    private static final List<Option<?>> ALL = List.of(
            USERNAME,
            PASSWORD,
            CLIENT_ID,
            CONNECT_TIMEOUT,
            REQUEST_TIMEOUT,
            SEND_TIMEOUT,
            CLOSE_TIMEOUT,
            PREFETCH,
            PREFETCH_BYTES,
            PREFETCH_IDLE,
            RECOVERY,
            RECOVERY_ATTEMPTS,
            RECOVERY_TIMEOUT,
            RECOVERY_DELAY,
            RECOVERY_MAX_DELAY,
            IN_DOUBT_SEND,
            TRANSACTIONS,
            TRANSACTION_LIMIT,
            DELIVERY_LIMIT,
            REDELIVERY_DELAY,
            REDELIVERY_MAX_DELAY,
            ASYNC_SEND_WINDOW,
            OBJECT_ALLOW,
            OBJECT_MAX_DEPTH,
            OBJECT_MAX_REFERENCES,
            OBJECT_MAX_BYTES,
            EXPIRE_ON_RECEIPT,
            VIRTUAL_THREADS);

    private ClientOptions() {}

    /** All of them, in the order of the documentation. */
    public static List<Option<?>> all() {
        return ALL;
    }

    private static Option<Duration> time(String name, Duration defaultValue, String description) {
        return time(name, Duration.ofMillis(1), defaultValue, description);
    }

    private static Option<Duration> time(String name, Duration min, Duration defaultValue, String description) {
        return Option.duration(name, defaultValue, min, Duration.ofDays(1), description);
    }
}
