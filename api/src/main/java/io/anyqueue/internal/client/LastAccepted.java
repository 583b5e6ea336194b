package io.anyqueue.internal.client;

import io.anyqueue.spi.MessageData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the messages that were accepted last on one link. When it is lost, its peer may not have heard of that, and they come
 * again.
 *
 * <p>As many as a consumer holds ahead, since a peer that hears nothing delivers no more than that; at most about a thousand. What
 * several sessions accept faster than a peer listens, or one acknowledgement of more, may come again unmarked.
 *
 * <p>Written for each message, so it costs two stores into arrays and allocates nothing. No message is referred to, whose body may be
 * large, and no id is rendered before it is asked for: of messages of one sender the prefix is one object. A delivery's number is its
 * place, so that there is no counter; sessions that settle for a connection consumer write elsewhere, each under its own lock. Whoever
 * reads has passed through the lock of the session.
 */
final class LastAccepted {
    private static final int MOST = 1024;

    private final @Nullable String[] prefixes;
    private final long[] sequences;

    /** @param window how many messages the consumer may hold ahead */
    LastAccepted(int window) {
        int size = Integer.highestOneBit(Math.max(1, Math.min(window, MOST) * 2 - 1));
        prefixes = new @Nullable String[size];
        sequences = new long[size];
    }

    void add(Received received) {
        MessageData message = received.delivery().message();
        int place = (int) received.number() & (sequences.length - 1);
        sequences[place] = message.messageIdSequence();
        prefixes[place] = message.messageIdPrefix();
    }

    /** Those of messages that have one, in no particular order. */
    List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < prefixes.length; i++) {
            String prefix = prefixes[i];
            if (prefix != null) {
                ids.add(sequences[i] < 0 ? prefix : prefix + sequences[i]);
            }
        }
        return ids;
    }
}
