package io.anyqueue.amqp;

import org.apache.qpid.protonj2.types.messaging.Source;
import org.jspecify.annotations.Nullable;

/**
 * How a receiver attaches. Immutable.
 *
 * @param linkName unique, or what the peer knows a subscription by
 * @param source where it receives from, with its filters
 * @param outlivesLink whether the link is detached and not closed at its end, because closing it would end a subscription
 * @param life what else belongs to its beginning and end
 * @param check whether the peer applies the filters
 * @param borrowed for a browser how many messages it takes at most, to give them back at its end; negative where the peer
 *     shows them without letting them go, and for a consumer
 * @param takesBack whether what is given back comes again from the peer; a stream goes on with what follows it
 * @param deliveryLimit how many deliveries of a message may fail before the peer takes it away; 0 for none that is known
 * @param progress how far a consumer has come in what may be a stream; null for any other receiver
 */
record ReceiverPlan(
        String linkName,
        Source source,
        boolean outlivesLink,
        ReceiverLife life,
        FilterCheck check,
        long borrowed,
        boolean takesBack,
        int deliveryLimit,
        @Nullable StreamProgress progress) {
    private static final long NOTHING = -1;

    ReceiverPlan(String linkName, Source source, boolean outlivesLink, ReceiverLife life) {
        this(linkName, source, outlivesLink, life, FilterCheck.ECHOED);
    }

    ReceiverPlan(String linkName, Source source, boolean outlivesLink, ReceiverLife life, FilterCheck check) {
        this(linkName, source, outlivesLink, life, check, NOTHING, true, 0, null);
    }

    ReceiverPlan thatTakesNothingBack() {
        return new ReceiverPlan(linkName, source, outlivesLink, life, check, borrowed, false, deliveryLimit, progress);
    }

    ReceiverPlan limitedTo(int deliveries) {
        return new ReceiverPlan(linkName, source, outlivesLink, life, check, borrowed, takesBack, deliveries, progress);
    }

    ReceiverPlan tracking(@Nullable StreamProgress reached) {
        return new ReceiverPlan(
                linkName, source, outlivesLink, life, check, borrowed, takesBack, deliveryLimit, reached);
    }

    /** False where the client applies the selector. */
    boolean selects() {
        return check != FilterCheck.BY_CLIENT;
    }

    boolean borrows() {
        return borrowed >= 0;
    }
}
