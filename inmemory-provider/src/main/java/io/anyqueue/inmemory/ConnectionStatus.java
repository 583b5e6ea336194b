package io.anyqueue.inmemory;

import org.jspecify.annotations.Nullable;

/**
 * How a connection stood at one moment. Immutable.
 *
 * @param name the name that the client's side gave it
 * @param clientId null where it has none
 * @param user null where it logged in without
 * @param sessions open sessions
 * @param senders open senders of all its sessions
 * @param receivers open consumers and browsers of all its sessions
 */
public record ConnectionStatus(
        String name, @Nullable String clientId, @Nullable String user, int sessions, int senders, int receivers) {}
