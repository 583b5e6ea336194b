package io.anyqueue.examples.lemonade;

import io.anyqueue.AnyQueue;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** The program: a rush, or with {@code -Dstand.open=true} a page that stays open until the program is ended. */
public final class Main {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Main() {}

    /** Takes its options from system properties, see {@link StandOptions}; exits with another code than 0 on failure. */
    public static void main(String[] args) throws InterruptedException {
        int code = run(System.out);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int run(PrintStream out) throws InterruptedException {
        StandOptions options;
        ConnectionFactory factory;
        try {
            options = StandOptions.from(System.getProperties());
            factory = AnyQueue.connectionFactory();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return MISUSED;
        }
        try (LemonadeStand stand = LemonadeStand.open(factory, options.port())) {
            out.println("The lemonade stand is open at " + stand.address() + " on " + factory);
            return options.open() ? stayOpen(stand, out) : rush(stand, options, out);
        } catch (IOException e) {
            System.err.println("The stand cannot open on port " + options.port() + ": " + e.getMessage()
                    + ". Option -Dstand.port names another, 0 any that is free");
            return FAILED;
        }
    }

    private static int rush(LemonadeStand stand, StandOptions options, PrintStream out) throws InterruptedException {
        Rush.Result result = new Rush(stand, options.visits(), options.limit(), out::println).run();
        out.println(result);
        return result.isComplete() ? 0 : FAILED;
    }

    private static int stayOpen(LemonadeStand stand, PrintStream out) throws InterruptedException {
        stand.worker().start();
        Runtime.getRuntime().addShutdownHook(new Thread(stand::close, "lemonade-close"));
        out.println("Ctrl-C closes it");
        new CountDownLatch(1).await();
        return 0;
    }
}
