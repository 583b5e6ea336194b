package io.anyqueue.compliance;

import io.anyqueue.compliance.Step.Operation;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Writes the script of a seed. The same seed, length and features always give the same script. It keeps to what the
 * specification determines: one consumer for each queue; a consumer is closed only when nothing it delivered is pending, or
 * just before its session, since the order in which pending messages pass from one consumer to the next is left open; a
 * script keeps to one priority for each queue, since overtaking is best effort; browsers see only the queue that nobody
 * consumes all the time, since what is prefetched may be invisible to them. Used by one thread.
 */
final class Script {
    private static final int[] MODES = {
        Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED, Session.SESSION_TRANSACTED
    };

    private final List<Step> steps = new ArrayList<>();
    private final Random random;
    private final Set<Feature> features;
    private final int priority;
    private int mode = Session.AUTO_ACKNOWLEDGE;
    private int labels;

    private Script(long seed, Set<Feature> features) {
        this.random = new Random(seed);
        this.features = features;
        this.priority = random.nextInt(10);
    }

    /** The script of this seed, with at least so many steps. */
    static List<Step> of(long seed, int length, Set<Feature> features) {
        Script script = new Script(seed, features);
        while (script.steps.size() < length) {
            script.next();
        }
        return script.steps;
    }

    private void next() {
        int dice = random.nextInt(100);
        if (dice < 26) {
            send(Operation.SEND, random.nextInt(2));
        } else if (dice < 54) {
            add(Operation.RECEIVE, random.nextInt(2));
        } else if (dice < 64) {
            settle();
        } else if (dice < 67) {
            add(mode == Session.SESSION_TRANSACTED ? Operation.COMMIT : Operation.ACKNOWLEDGE, 0);
            add(Operation.REOPEN_CONSUMER, random.nextInt(2));
        } else if (dice < 71) {
            if (random.nextBoolean()) {
                add(Operation.CLOSE_CONSUMER, random.nextInt(2));
            }
            reopenSession();
        } else if (dice < 79) {
            send(Operation.SEND_IDLE, priority);
        } else if (dice < 84) {
            add(Operation.TAKE_IDLE, features.contains(Feature.QUEUE_SELECTORS) ? random.nextInt(2) : 0);
        } else if (dice < 87) {
            onlyWith(Feature.BROWSERS, Operation.BROWSE_IDLE);
        } else {
            subscription();
        }
    }

    private void settle() {
        Operation[] endings = {Operation.ACKNOWLEDGE, Operation.RECOVER, Operation.COMMIT, Operation.ROLLBACK};
        add(endings[random.nextInt(endings.length)], 0);
    }

    private void reopenSession() {
        mode = MODES[random.nextInt(features.contains(Feature.TRANSACTIONS) ? MODES.length : 2)];
        add(Operation.REOPEN_SESSION, mode);
    }

    private void subscription() {
        int dice = random.nextInt(12);
        if (!features.contains(Feature.DURABLE_SUBSCRIPTIONS)) {
            return;
        }
        if (dice < 5) {
            send(Operation.PUBLISH, 0);
        } else {
            add(dice < 10 ? Operation.RECEIVE_DURABLE : Operation.RESUBSCRIBE, 0);
        }
    }

    private void onlyWith(Feature feature, Operation operation) {
        if (features.contains(feature)) {
            add(operation, 0);
        }
    }

    private void send(Operation operation, int place) {
        steps.add(new Step(operation, place, ++labels, random.nextInt(Integer.MAX_VALUE)));
    }

    private void add(Operation operation, int place) {
        steps.add(new Step(operation, place, 0, random.nextInt(Integer.MAX_VALUE)));
    }
}
