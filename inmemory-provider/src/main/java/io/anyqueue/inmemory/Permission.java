package io.anyqueue.inmemory;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Something that an account may do with the destinations whose names match a pattern. Immutable. Temporary destinations
 * need none.
 *
 * @param action what may be done
 * @param pattern a destination's name, in which {@code *} stands for any characters
 */
public record Permission(Action action, String pattern) {

    /** What can be permitted. */
    public enum Action {
        /** To send to it. */
        SEND,
        /** To receive from a queue, or to subscribe to a topic. */
        RECEIVE,
        /** To look at a queue's messages. */
        BROWSE,
        /** To make a queue or topic by using it for the first time. */
        CREATE
    }

    public Permission {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(pattern, "pattern");
    }

    /** To send to the destinations that match. */
    public static Permission send(String pattern) {
        return new Permission(Action.SEND, pattern);
    }

    /** To receive from the queues, and to subscribe to the topics, that match. */
    public static Permission receive(String pattern) {
        return new Permission(Action.RECEIVE, pattern);
    }

    /** To browse the queues that match. */
    public static Permission browse(String pattern) {
        return new Permission(Action.BROWSE, pattern);
    }

    /** To make the destinations that match by using them. */
    public static Permission create(String pattern) {
        return new Permission(Action.CREATE, pattern);
    }

    boolean covers(Action wanted, String destination) {
        return action == wanted && Pattern.matches(regex(), destination);
    }

    private String regex() {
        return Pattern.quote(pattern).replace("*", "\\E.*\\Q");
    }
}
