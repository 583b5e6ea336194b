package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Settings;

/**
 * How many messages a consumer may hold ahead: at most the configured number, at most about the configured bytes, and for a
 * consumer that receives synchronously no more than its pace has earned. Used by the session's thread; sizes
 * are noted by provider threads, where a lost update does no harm.
 */
final class Prefetch {
    /** Receives without a pause between them that show a consumer to be worth prefetching for. */
    private static final int PROBATION = 16;

    private final int limit;
    private final long byteLimit;
    private int earned = 1;
    private int receives;
    private int receivesSinceGrowth;
    private volatile long averageBytes = 1;

    // used by provider threads, one at a time
    private int passedOver;

    Prefetch(Settings settings) {
        limit = settings.get(ClientOptions.PREFETCH);
        byteLimit = settings.get(ClientOptions.PREFETCH_BYTES);
    }

    /** Notes the size of a message that arrived. */
    void noteSize(long bytes) {
        passedOver = 0;
        long average = averageBytes;
        if (bytes > 2 * average || bytes < average / 2) {
            averageBytes = Math.max(1, (3 * average + bytes) / 4);
        }
    }

    /**
     * A message was passed over by the client's own filter: how many to ask for in its place. More than one while nothing else
     * comes, so that a rare match is not waited for one message at a time.
     *
     * @param ahead how many are held or under way beside it
     */
    int inPlaceOfPassedOver(int ahead) {
        passedOver++;
        return ahead + 2 <= Math.min(passedOver + 1, full()) ? 2 : 1;
    }

    /** The window of a listener: messages are fetched before they are asked for, or singly where the limit is 0. */
    int full() {
        return (int) Math.max(1, Math.min(limit, byteLimit / averageBytes));
    }

    /** The window of a synchronous consumer; 1 until it has earned more. */
    int earned() {
        return Math.min(earned, full());
    }

    /** A message was received. */
    void noteReceive() {
        if (receives < PROBATION) {
            receives++;
        }
        receivesSinceGrowth++;
    }

    /** A receive found or left the buffer empty: a consumer that keeps coming, and has used its window, is faster. */
    void grow() {
        if (receives >= PROBATION && receivesSinceGrowth >= earned) {
            earned = Math.min(2 * earned, full());
            receivesSinceGrowth = 0;
        }
    }

    /** The consumer has paused: it begins anew. */
    void reset() {
        earned = 1;
        receives = 0;
        receivesSinceGrowth = 0;
    }
}
