package io.anyqueue.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine that nobody listens on. They lie below those that systems give to outgoing connections and to whoever
 * asks for any port: one of these may be taken before its broker starts, or while that is down, even by the client that tries to
 * reach it. None is handed out twice. Safe for use by any thread.
 */
public final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    public static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (TAKEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("No port between " + FIRST + " and " + LAST + " is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
