package io.anyqueue.internal.client;

import io.anyqueue.spi.Address;
import io.anyqueue.spi.Capabilities;
import io.anyqueue.spi.Completion;
import io.anyqueue.spi.ConnectionLostException;
import io.anyqueue.spi.ConnectionObserver;
import io.anyqueue.spi.ProviderConnection;
import io.anyqueue.spi.ProviderSession;
import io.anyqueue.spi.SessionObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link ScriptedProvider}. */
final class ScriptedConnection implements ProviderConnection {
    private final ScriptedProvider provider;
    private final ConnectionObserver observer;
    private final List<ScriptedSession> sessions = new CopyOnWriteArrayList<>();
    private final AtomicInteger temporaries = new AtomicInteger();

    ScriptedConnection(ScriptedProvider provider, ConnectionObserver observer) {
        this.provider = provider;
        this.observer = observer;
    }

    List<ScriptedSession> sessions() {
        return sessions;
    }

    ScriptedSession session() {
        return sessions.get(sessions.size() - 1);
    }

    /** Reports its loss. */
    void lose(ConnectionLostException cause) {
        observer.connectionLost(cause);
    }

    @Override
    public void open(@Nullable String clientId, Completion<Capabilities> completion) {
        provider.script().answer(Script.Step.OPEN, "open as " + clientId, completion, provider::capabilities);
    }

    @Override
    public String peer() {
        return "Scripted 1";
    }

    @Override
    public void openSession(SessionObserver sessionObserver, Completion<ProviderSession> completion) {
        provider.script().answer(Script.Step.OPEN_SESSION, "openSession", completion, () -> {
            ScriptedSession session = new ScriptedSession(provider.script(), sessionObserver);
            sessions.add(session);
            return session;
        });
    }

    @Override
    public void createTemporary(Address.Kind kind, Completion<Address> completion) {
        provider.script()
                .answer(
                        Script.Step.CREATE_TEMPORARY,
                        "createTemporary",
                        completion,
                        () -> new Address(kind, "temporary-" + temporaries.incrementAndGet()));
    }

    @Override
    public void deleteTemporary(Address address, Completion<Void> completion) {
        provider.script().answer(Script.Step.DELETE_TEMPORARY, "deleteTemporary " + address, completion, () -> null);
    }

    @Override
    public void unsubscribe(String subscriptionName, Completion<Void> completion) {
        provider.script().answer(Script.Step.UNSUBSCRIBE, "unsubscribe " + subscriptionName, completion, () -> null);
    }

    @Override
    public void close(Completion<Void> completion) {
        provider.script().answer(Script.Step.CLOSE_CONNECTION, "closeConnection", completion, () -> null);
    }
}
