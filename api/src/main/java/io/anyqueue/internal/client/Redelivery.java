package io.anyqueue.internal.client;

import io.anyqueue.spi.ClientOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives deliveries that have failed to their consumers once more, as often as the limits allow. */
final class Redelivery {
    private final ClientSession session;

    Redelivery(ClientSession session) {
        this.session = session;
    }

    /** Puts deliveries back, counting a failure of each, or rejects those that have reached the limit. */
    void putBack(List<Received> ascending) {
        int limit = session.settings().get(ClientOptions.DELIVERY_LIMIT);
        Map<ReceiverLink.Owner, List<Received>> byOwner = new LinkedHashMap<>();
        for (Received each : ascending) {
            if (each.link().isLost()) {
                continue;
            }
            if (isExhausted(each, limit) || isExhausted(each, each.link().deliveryLimit())) {
                reject(each);
            } else {
                each.countFailure();
                byOwner.computeIfAbsent(each.link().owner(), owner -> new ArrayList<>())
                        .add(each);
            }
        }
        byOwner.forEach(ReceiverLink.Owner::redeliver);
        Received.leaving(ascending);
        session.scheduleTick();
    }

    private static boolean isExhausted(Received received, int limit) {
        return limit > 0 && received.failures() >= limit;
    }

    private static void reject(Received received) {
        Log.CLIENT.warn(
                "{} was delivered {} times without success, which is the limit, and is rejected",
                received.delivery().message(),
                received.failures());
        received.link().settleExhausted(received.number(), received.localFailures() + 1);
    }
}
