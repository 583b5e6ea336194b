package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ReceiverSpec;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** Opens the receivers of one consumer, one generation after the other, each where the one before has come to. */
final class ReceiverOpening {
    private final ClientSession session;
    private final ConsumerIntent intent;

    /** Where the next receiver goes on, as the last one that knew has told; written by whoever opens receivers. */
    private volatile @Nullable Object position;

    ReceiverOpening(ClientSession session, ConsumerIntent intent) {
        this.session = session;
        this.intent = intent;
    }

    /** Opens the receiver of a link at the peer; blocks. */
    void open(ReceiverLink link, @Nullable ReceiverLink previous) throws JMSException {
        notePosition(previous);
        link.opened(openReceiver(link));
    }

    /** A link that was lost before it came to a position leaves the former one as it is. */
    private void notePosition(@Nullable ReceiverLink previous) {
        Object reached = previous == null ? null : previous.position();
        if (reached != null) {
            position = reached;
        }
    }

    private ProviderReceiver openReceiver(ReceiverLink link) throws JMSException {
        Generation generation = link.session().generation();
        Address current = session.connection().temporaries().current(intent.address());
        ReceiverSpec spec = intent.specFor(generation.capabilities(), current, generation.peer())
                .resumedAt(position);
        Answer<ProviderReceiver> answer = new Answer<>(late -> late.close(SessionLink.Ignored.RESULT));
        link.session().provider().openReceiver(spec, link, answer);
        return answer.await(
                "create a consumer of " + intent.address(), session.settings(), ClientOptions.REQUEST_TIMEOUT);
    }
}
