package io.anyqueue.internal.client;

import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** How a session acknowledges (section 6.2.10), with the individual mode that AnyQueue adds. */
public enum AcknowledgementMode {
    TRANSACTED(Session.SESSION_TRANSACTED),
    AUTO(Session.AUTO_ACKNOWLEDGE),
    CLIENT(Session.CLIENT_ACKNOWLEDGE),
    DUPS_OK(Session.DUPS_OK_ACKNOWLEDGE),
    INDIVIDUAL(AcknowledgementMode.INDIVIDUAL_ACKNOWLEDGE);

    /** The number of the individual mode in the calls of Jakarta Messaging. */
    public static final int INDIVIDUAL_ACKNOWLEDGE = 101;

    private final int number;

    AcknowledgementMode(int number) {
        this.number = number;
    }

    /** What {@code Session.getAcknowledgeMode} returns. */
    public int number() {
        return number;
    }

    /** The mode of a number of Jakarta Messaging. */
    public static AcknowledgementMode of(int number) throws JMSException {
        for (AcknowledgementMode mode : values()) {
            if (mode.number == number) {
                return mode;
            }
        }
        throw new JMSException(
                "createSession or createContext: acknowledgement mode " + number
                        + " is unknown; use a constant of jakarta.jms.Session (0 to 3) or " + INDIVIDUAL_ACKNOWLEDGE
                        + " for individual acknowledgement",
                "ANYQUEUE-ACKNOWLEDGEMENT-MODE");
    }
}
