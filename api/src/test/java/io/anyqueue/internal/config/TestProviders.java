package io.anyqueue.internal.config;

import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.MessagingProvider;
import io.anyqueue.spi.Option;
import io.anyqueue.spi.ProviderConnection;
import java.util.List;
import java.util.Set;

/** Providers that can be found and chosen, but not connected to. */
public final class TestProviders {

    private TestProviders() {}

    /** Serves {@code fake:} and {@code fakes:}. */
    public static final class Fake extends Named {
        public static final Option<Integer> LEVEL = Option.integer("level", 3, 0, 9, "how much of it");
        public static final Option<String> TOKEN = Option.secret("token", "what lets one in");

        public Fake() {
            super("fake", Set.of("fake", "fakes"), List.of(LEVEL, TOKEN));
        }
    }

    /** Serves {@code other:}. */
    public static final class Other extends Named {
        public Other() {
            super("other", Set.of("other"), List.of(Option.text("dialect", "which language")));
        }
    }

    /** Serves {@code fake:} too. */
    public static final class Rival extends Named {
        public Rival() {
            super("rival", Set.of("fake"), List.of());
        }
    }

    /** Has an option that there is already. */
    public static final class Clashing extends Named {
        public Clashing() {
            super("clashing", Set.of("clashing"), List.of(Option.text("prefetch", "something else")));
        }
    }

    /** Made for a later contract. */
    public static final class Later extends Named {
        public Later() {
            super("later", Set.of("later"), List.of());
        }

        @Override
        public int contractVersion() {
            return 99;
        }
    }

    /** Cannot be constructed. */
    public static final class Broken extends Named {
        public Broken() {
            super("broken", Set.of("fake"), List.of());
            throw new IllegalStateException("no luck today");
        }
    }

    /** Was compiled against something that is not there. */
    public static final class Speechless extends Named {
        public Speechless() {
            super("speechless", Set.of("fake"), List.of());
        }

        @Override
        public String version() {
            throw new NoSuchMethodError("version");
        }
    }

    abstract static class Named implements MessagingProvider {
        private final String name;
        private final Set<String> schemes;
        private final List<Option<?>> options;

        Named(String name, Set<String> schemes, List<Option<?>> options) {
            this.name = name;
            this.schemes = schemes;
            this.options = options;
        }

        @Override
        public int contractVersion() {
            return CONTRACT_VERSION;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String version() {
            return "1.2.3";
        }

        @Override
        public Set<String> schemes() {
            return schemes;
        }

        @Override
        public List<Option<?>> options() {
            return options;
        }

        @Override
        public void connect(
                ConnectRequest request, ConnectionObserver observer, Completion<ProviderConnection> completion) {
            throw new AssertionError("configuration does not connect");
        }
    }
}
