package io.anyqueue.integration;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;

/** The acknowledgement modes, each with the way an application confirms a message in it. */
enum Mode {
    AUTO(Session.AUTO_ACKNOWLEDGE),
    CLIENT(Session.CLIENT_ACKNOWLEDGE),
    DUPS_OK(Session.DUPS_OK_ACKNOWLEDGE),
    INDIVIDUAL(101),
    TRANSACTED(Session.SESSION_TRANSACTED);

    private final int number;

    Mode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** True where the application has to confirm. */
    boolean confirms() {
        return this == CLIENT || this == INDIVIDUAL || this == TRANSACTED;
    }

    void confirm(Session session, Message message) throws JMSException {
        if (this == TRANSACTED) {
            session.commit();
        } else if (confirms()) {
            message.acknowledge();
        }
    }

    /** Gives what is not confirmed back to the broker, by the session's rollback or recover. */
    void giveBack(Session session) throws JMSException {
        if (this == TRANSACTED) {
            session.rollback();
        } else {
            session.recover();
        }
    }
}
