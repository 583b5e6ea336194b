package io.anyqueue.inmemory;

import io.anyqueue.spi.Option;
import java.util.List;

/**
 * The options of {@code inmemory:} URLs. They shape the broker and so apply when a URL creates it; a later URL of the same
 * broker may leave them out or repeat them.
 */
public final class InMemoryOptions {
    public static final Option<Integer> QUEUE_LIMIT = Option.integer(
            "queueLimit",
            0,
            0,
            Integer.MAX_VALUE,
            "most messages of a queue, those delivered and not acknowledged included; 0 is no limit");
    public static final Option<OverflowPolicy> OVERFLOW =
            Option.choice("overflow", OverflowPolicy.BLOCK, "what a full queue does with a message");
    public static final Option<Integer> MAX_DELIVERIES = Option.integer(
            "maxDeliveries",
            0,
            0,
            1_000_000,
            "failed deliveries after which the broker takes a message out of its queue; 0 is no limit");
    public static final Option<String> DEAD_LETTER_QUEUE = Option.text(
            "deadLetterQueue",
            "queue for messages that are rejected or over their delivery limit; without one they are dropped");
    public static final Option<Boolean> DEAD_LETTER_EXPIRED =
            Option.flag("deadLetterExpired", false, "whether expired messages go to the dead-letter queue too");
    public static final Option<Boolean> MESSAGE_GROUPS = Option.flag(
            "messageGroups",
            false,
            "whether all messages with one JMSXGroupID go to one consumer while it lives, or until JMSXGroupSeq is -1");
    public static final Option<List<String>> WITHOUT =
            Option.list("without", "capabilities that the broker shall not have, for tests of emulation and refusal");

    private static final List<Option<?>> ALL = List.of(
            QUEUE_LIMIT, OVERFLOW, MAX_DELIVERIES, DEAD_LETTER_QUEUE, DEAD_LETTER_EXPIRED, MESSAGE_GROUPS, WITHOUT);

    private InMemoryOptions() {}

    /** All of them, in the order of the documentation. */
    public static List<Option<?>> all() {
        return ALL;
    }
}
