package io.anyqueue.benchmarks.micro;

import io.anyqueue.inmemory.InMemoryProvider;
import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.Delivery;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.Outcome;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.ProviderReceiver;
import io.anyqueue.spi.ProviderSender;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.ReceiverObserver;
import io.anyqueue.spi.ReceiverSpec;
import io.anyqueue.spi.SenderObserver;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The broker in memory below the JMS objects: credit granted, deliveries made, and settled singly or as a range. */
@State(Scope.Thread)
public class ProviderBenchmark {
    private static final int WINDOW = 100;

    private final Observer observer = new Observer();
    private MessageData message;
    private ProviderSender sender;
    private ProviderReceiver receiver;

    /** Notes the last delivery. */
    private static final class Observer implements ReceiverObserver, SenderObserver {
        private long last = -1;

        @Override
        public void delivered(Delivery delivery) {
            last = delivery.number();
        }

        @Override
        public void deliveriesFlushed() {
            // what was delivered is looked at after the call that made it
        }

        @Override
        public void sendCompleted(Object token, @Nullable JMSException failure) {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public void senderLost(ConnectionLostException cause) {
            throw new IllegalStateException(cause);
        }

        @Override
        public void receiverLost(ConnectionLostException cause) {
            throw new IllegalStateException(cause);
        }
    }

    /** In memory every operation is answered before it returns. */
    private static final class Answer<T> implements Completion<T> {
        private @Nullable T result;

        static <T> T of(Consumer<Completion<T>> operation) {
            Answer<T> answer = new Answer<>();
            operation.accept(answer);
            return Objects.requireNonNull(answer.result);
        }

        @Override
        public void completed(T value) {
            result = value;
        }

        @Override
        public void failed(JMSException cause) {
            throw new IllegalStateException(cause);
        }
    }

    @Setup(Level.Trial)
    public void open() {
        message = Sample.message(1);
        BrokerUrl url = new BrokerUrl("inmemory", null, null, List.of(), "contract", Map.of());
        ConnectRequest request = new ConnectRequest(url, null, null, null, Settings.defaults(), false, "benchmark");
        ProviderConnection connection =
                Answer.of(answer -> new InMemoryProvider().connect(request, cause -> {}, answer));
        Answer.<Capabilities>of(answer -> connection.open(null, answer));
        ProviderSession session = Answer.of(answer -> connection.openSession(cause -> {}, answer));
        ReceiverSpec spec = new ReceiverSpec(Sample.QUEUE, ReceiverSpec.Mode.CONSUME, null, false, null);
        sender = Answer.of(answer -> session.openSender(Sample.QUEUE, observer, answer));
        receiver = Answer.of(answer -> session.openReceiver(spec, observer, answer));
    }

    @Benchmark
    public long grantSendAndSettle() {
        receiver.grant(1);
        sender.send(message, null, this);
        receiver.settle(observer.last, observer.last, Outcome.ACCEPTED, null);
        return observer.last;
    }

    @Benchmark
    @OperationsPerInvocation(WINDOW)
    public long sendThenGrantAndSettleWindow() {
        long before = observer.last;
        for (int i = 0; i < WINDOW; i++) {
            sender.send(message, null, this);
        }
        receiver.grant(WINDOW);
        if (observer.last != before + WINDOW) {
            throw new IllegalStateException("Expected " + WINDOW + " deliveries, found " + (observer.last - before));
        }
        receiver.settle(before + 1, observer.last, Outcome.ACCEPTED, null);
        return observer.last;
    }
}
