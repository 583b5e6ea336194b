package io.anyqueue.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a run measures, in which order: candidates take turns within a repetition, so that what the machine does meanwhile
 * falls on all alike.
 *
 * @param full whether the longer pace is used
 */
record Plan(List<Setting> settings, boolean full, int repetitions, String workloads, String candidates) {

    /** One measurement. */
    record Step(Setting setting, Workload workload, Candidate candidate, int repetition) {}

    /**
     * Reads {@code --set=short|full}, {@code --settings=memory,artemis,rabbitmq}, {@code --repetitions=N},
     * {@code --workload=TEXT} and {@code --candidate=TEXT}, which keep those whose name contains the text.
     */
    static Plan of(String[] arguments) {
        Plan plan = new Plan(List.of(Setting.MEMORY, Setting.ARTEMIS), false, 3, "", "");
        for (String each : arguments) {
            int at = each.indexOf('=');
            String value = each.substring(at + 1);
            plan = switch (at < 0 ? each : each.substring(0, at)) {
                case "--set" -> plan.with(each, value);
                case "--settings" ->
                    new Plan(settings(value), plan.full, plan.repetitions, plan.workloads, plan.candidates);
                case "--repetitions" ->
                    new Plan(plan.settings, plan.full, Integer.parseInt(value), plan.workloads, plan.candidates);
                case "--workload" -> new Plan(plan.settings, plan.full, plan.repetitions, value, plan.candidates);
                case "--candidate" -> new Plan(plan.settings, plan.full, plan.repetitions, plan.workloads, value);
                default -> throw unknown(each);
            };
        }
        plan.requireSteps();
        return plan;
    }

    private void requireSteps() {
        if (settings.stream().allMatch(setting -> steps(setting).isEmpty())) {
            throw new IllegalArgumentException("Nothing to measure: no workload of " + settings + " with \"" + workloads
                    + "\" in its name, for a candidate with \"" + candidates + "\" in its name; workloads are "
                    + settings.stream()
                            .flatMap(setting -> (full ? setting.fullSet() : setting.shortSet()).stream())
                            .map(Workload::name)
                            .distinct()
                            .toList());
        }
    }

    private Plan with(String argument, String set) {
        if (!set.equals("short") && !set.equals("full")) {
            throw unknown(argument);
        }
        return new Plan(settings, set.equals("full"), repetitions, workloads, candidates);
    }

    private static List<Setting> settings(String names) {
        return Arrays.stream(names.split(","))
                .map(name -> Setting.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
    }

    private static IllegalArgumentException unknown(String argument) {
        return new IllegalArgumentException("Unknown option " + argument
                + "; known are --set=short|full, --settings=memory,artemis,rabbitmq, --repetitions=N, --workload=TEXT,"
                + " --candidate=TEXT");
    }

    List<Step> steps(Setting setting) {
        List<Step> steps = new ArrayList<>();
        for (int repetition = 1; repetition <= repetitions; repetition++) {
            for (Workload workload : full ? setting.fullSet() : setting.shortSet()) {
                for (Candidate candidate : setting.candidates()) {
                    if (candidate.does(workload)
                            && contains(workload.name(), workloads)
                            && contains(candidate.title(), candidates)) {
                        steps.add(new Step(setting, workload, candidate, repetition));
                    }
                }
            }
        }
        return steps;
    }

    private static boolean contains(String name, String wanted) {
        return name.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }
}
