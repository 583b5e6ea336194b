package io.anyqueue.amqp;

/** The sends that the option {@code presettledSends} can name. */
public enum PresettledSends {
    /** None: the broker answers each. */
    NONE,
    /** Non-persistent messages outside transactions. */
    NONPERSISTENT,
    /** All messages outside transactions. */
    ALL
}
