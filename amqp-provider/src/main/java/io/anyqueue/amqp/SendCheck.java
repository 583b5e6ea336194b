package io.anyqueue.amqp;

import io.anyqueue.amqp.codec.MessageEncoder;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.Body;
import io.anyqueue.spi.MessageData;
import jakarta.jms.JMSException;
import java.util.List;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.jspecify.annotations.Nullable;

/** Finds out what one sender's peer would refuse, without asking it. Set up before the sender is handed out; used by any thread. */
final class SendCheck {
    /** A text is measured by its characters, each of which takes at most four bytes. */
    private static final int MOST_BYTES = 4;

    private final Address address;
    private final SenderPlan plan;
    private final SendFailures failures;

    /** Whether delayed messages may go here. */
    private volatile boolean delays;
    /** 0 for no limit. */
    private volatile long maxMessageSize;

    SendCheck(Address address, SenderPlan plan, SendFailures failures) {
        this.address = address;
        this.plan = plan;
        this.failures = failures;
    }

    /** The peer has opened the link. */
    void opened(Sender link) {
        UnsignedLong limit = link.getRemoteMaxMessageSize();
        maxMessageSize = limit == null ? 0 : limit.longValue();
        delays = plan.delays() != SenderPlan.Delays.OFFERED || offersDelay(link);
    }

    /** Broker-J offers it for topics too, and then loses what is sent with a delay. */
    private boolean offersDelay(Sender link) {
        Symbol[] offered = link.getRemoteOfferedCapabilities();
        return offered != null && address.kind().isQueue() && List.of(offered).contains(SenderPlan.DELAYED_DELIVERY);
    }

    /** Why a message cannot be sent with its delay; null where it can. */
    @Nullable
    JMSException refusalOfDelay(MessageData message) {
        if (!delays && MessageEncoder.isDelayed(message)) {
            return failures.undelayed();
        }
        boolean refused = plan.delays() == SenderPlan.Delays.REFUSED && DelayedSends.delayOf(message) > 0;
        return refused ? failures.undelayable() : null;
    }

    /** Why a message of that encoded size cannot be sent; null where it can. */
    @Nullable
    JMSException refusalOfSize(long bytes) {
        long limit = maxMessageSize;
        return limit > 0 && Long.compareUnsigned(bytes, limit) > 0 ? failures.tooLarge(bytes, limit) : null;
    }

    /** True where the message's approximate size is that of all of it: those of properties, maps and streams are guessed. */
    private static boolean isMeasured(MessageData message) {
        Body body = message.body();
        return message.propertyCount() == 0 && !(body instanceof Body.Entries) && !(body instanceof Body.Items);
    }

    /** The same for a message that is encoded only where it may be too large. */
    @Nullable
    JMSException refusalOfSize(MessageData message, MessageEncoder encoder) {
        long limit = maxMessageSize;
        if (limit <= 0 || (isMeasured(message) && message.approximateSize() <= limit / MOST_BYTES)) {
            return null;
        }
        try (ProtonBuffer buffer =
                ProtonBufferAllocator.defaultAllocator().allocate(MessageEncoder.estimate(message))) {
            encoder.encode(message, buffer);
            return refusalOfSize(buffer.getReadableBytes());
        } catch (RuntimeException e) {
            return failures.unencodable(e);
        }
    }
}
