package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.TransactionToken;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** One generation of a session's sender to one destination. Sends are serialized by the session's thread of control. */
final class SenderLink implements SenderObserver {
    private final SessionLink session;
    private final Address address;
    private @Nullable ProviderSender sender;
    private volatile boolean lost;

    SenderLink(SessionLink session, Address address) {
        this.session = session;
        this.address = address;
    }

    void opened(ProviderSender opened) {
        sender = opened;
    }

    Address address() {
        return address;
    }

    /** True from the moment at which the provider has reported its end. */
    boolean isLost() {
        return lost;
    }

    boolean isFor(Address other) {
        return address.equals(other);
    }

    void send(PendingSend pending, MessageData message, @Nullable TransactionToken transaction) {
        open().send(message, transaction, pending);
    }

    /** Throws where the message would be refused whatever the peer says. */
    void check(MessageData message) throws JMSException {
        open().check(message);
    }

    private ProviderSender open() {
        ProviderSender open = sender;
        if (open == null) {
            throw new IllegalStateException("The sender to " + address + " is not open yet");
        }
        return open;
    }

    void close(Completion<Void> completion) {
        ProviderSender open = sender;
        if (open == null) {
            Completion.done(completion);
        } else {
            open.close(completion);
        }
    }

    @Override
    public void sendCompleted(Object token, @Nullable JMSException failure) {
        ((PendingSend) token).answered(failure);
        if (failure instanceof ConnectionLostException cause && (lost || session.isLost())) {
            // Its loss was reported before, and perhaps made good before: nobody else would look for this send.
            session.unanswered(cause);
        }
    }

    @Override
    public void senderLost(ConnectionLostException cause) {
        lost = true;
        session.forget(this, cause);
    }
}
