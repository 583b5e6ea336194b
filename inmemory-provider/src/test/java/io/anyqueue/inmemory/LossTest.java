package io.anyqueue.inmemory;

import static io.anyqueue.inmemory.Client.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A connection that is dropped by one thread while another sends: what the sender is told, and in which order. */
class LossTest {
    private static final int ROUNDS = 300;

    @Test
    @Timeout(240)
    void noSendSucceedsAfterTheLossWasReportedAndNoSuccessIsForgotten() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (InMemoryBroker broker = InMemoryBroker.create()) {
                oneRound(broker, round);
            }
        }
    }

    private static void oneRound(InMemoryBroker broker, int round) throws Exception {
        AtomicBoolean lost = new AtomicBoolean();
        AtomicInteger late = new AtomicInteger();
        AtomicInteger completed = new AtomicInteger();
        AtomicInteger succeeded = new AtomicInteger();
        SenderObserver observer = new SenderObserver() {
            @Override
            public void sendCompleted(Object token, JMSException failure) {
                completed.incrementAndGet();
                if (failure == null) {
                    succeeded.incrementAndGet();
                    late.addAndGet(lost.get() ? 1 : 0);
                }
            }

            @Override
            public void senderLost(ConnectionLostException cause) {
                throw new AssertionError("the connection's loss implies the sender's", cause);
            }
        };
        Answer<ProviderConnection> connected = new Answer<>();
        new InMemoryProvider()
                .connect(Client.request(broker, null, null, Settings.defaults()), cause -> lost.set(true), connected);
        Answer<ProviderSession> opened = new Answer<>();
        connected.get().openSession(cause -> {}, opened);
        Answer<ProviderSender> sender = new Answer<>();
        opened.get().openSender(Address.queue("q"), observer, sender);
        int startAfter = round % 50;
        Thread dropper = new Thread(() -> {
            while (succeeded.get() < startAfter) {
                Thread.onSpinWait();
            }
            broker.faults().dropConnections();
        });
        dropper.start();
        int sent = 0;
        while (!lost.get()) {
            sender.get().send(message("" + sent++), null, "token");
        }
        dropper.join();
        assertThat(completed).hasValue(sent);
        assertThat(late).hasValue(0);
        assertThat(broker.queue("q").depth()).isEqualTo(succeeded.get());
    }
}
