package io.anyqueue.compliance;

import io.anyqueue.compliance.Step.Operation;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Plays one seeded script of sends, receives, acknowledgements, transactions, browsing and reopening on two targets, in
 * lockstep, and compares what an application saw, step by step. Only what both targets claim is used. Where one target has
 * a message and the other has none yet, the other is given time, so that timing decides nothing. Differences that the
 * specification allows are listed in one place, {@code Judgement}; any other ends the run with an {@link AssertionError}
 * that shows the seed, the script up to that step, and both observations. The targets must have been started; a
 * differential may run many seeds, from one thread.
 */
public final class Differential {
    private static final long PATIENCE_MILLIS = 20_000;
    private static final int LAST_STEPS = 20;

    private final ComplianceTarget first;
    private final ComplianceTarget second;
    private final Set<Feature> features;

    private Differential(ComplianceTarget first, ComplianceTarget second) {
        this.first = first;
        this.second = second;
        features = EnumSet.copyOf(first.features());
        features.retainAll(second.features());
    }

    /** Compares these two. */
    public static Differential between(ComplianceTarget first, ComplianceTarget second) {
        return new Differential(first, second);
    }

    /**
     * Plays the script of this seed, with at least so many steps, and then takes all that is left.
     *
     * @return how many steps were compared
     */
    public int run(long seed, int length) throws Exception {
        String suffix = UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        List<Step> played = new ArrayList<>();
        try (Replay left = new Replay(first, features, suffix);
                Replay right = new Replay(second, features, suffix)) {
            for (Step step : Script.of(seed, length, features)) {
                played.add(step);
                compare(seed, played, left, right);
            }
            played.add(new Step(Operation.REOPEN_SESSION, Session.AUTO_ACKNOWLEDGE, 0, 0));
            compare(seed, played, left, right);
            for (Step remaining : remainders()) {
                drain(seed, played, remaining, left, right);
            }
        }
        return played.size();
    }

    private List<Step> remainders() {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(Operation.RECEIVE, 0, 0, 0));
        steps.add(new Step(Operation.RECEIVE, 1, 0, 0));
        steps.add(new Step(Operation.TAKE_IDLE, 0, 0, 0));
        if (features.contains(Feature.DURABLE_SUBSCRIPTIONS)) {
            steps.add(new Step(Operation.RECEIVE_DURABLE, 0, 0, 0));
        }
        return steps;
    }

    private void drain(long seed, List<Step> played, Step step, Replay left, Replay right) {
        do {
            played.add(step);
        } while (!compare(seed, played, left, right).isNoMessage());
    }

    private Observation compare(long seed, List<Step> played, Replay left, Replay right) {
        Step step = played.get(played.size() - 1);
        Observation ours = left.play(step);
        Observation theirs = right.play(step);
        if (step.operation().looksForAMessage() && ours.isNoMessage() != theirs.isNoMessage()) {
            if (ours.isNoMessage()) {
                ours = left.playAgain(step, PATIENCE_MILLIS);
            } else {
                theirs = right.playAgain(step, PATIENCE_MILLIS);
            }
        }
        Set<String> differing = ours.differences(theirs);
        differing.removeIf(Judgement::allows);
        if (!differing.isEmpty()) {
            throw new AssertionError(report(seed, played, differing, ours, theirs));
        }
        return ours;
    }

    private String report(long seed, List<Step> played, Set<String> differing, Observation ours, Observation theirs) {
        StringBuilder text = new StringBuilder();
        int at = played.size() - 1;
        text.append("The targets differ at seed ")
                .append(seed)
                .append(", step ")
                .append(at)
                .append(' ');
        text.append(played.get(at)).append(", in ").append(differing).append(System.lineSeparator());
        text.append("  ").append(first.name()).append(": ").append(ours).append(System.lineSeparator());
        text.append("  ").append(second.name()).append(": ").append(theirs).append(System.lineSeparator());
        int from = Math.max(0, played.size() - LAST_STEPS);
        text.append("The script up to there (run the seed again for all of it), from step ")
                .append(from)
                .append(':');
        for (int i = from; i < played.size(); i++) {
            text.append(System.lineSeparator())
                    .append("  ")
                    .append(i)
                    .append(' ')
                    .append(played.get(i));
        }
        return text.toString();
    }
}
