package io.anyqueue.benchmarks;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a plan with progress on the console, and writes the report to {@code target/results}. */
public final class Main {
    private static final long LIMIT_SECONDS = 300;
    private static final List<String> OPTIONS = List.of("-Xms4g", "-Xmx4g");

    private final Plan plan;
    private final Path folder;
    private final List<Result> results = new ArrayList<>();

    private Main(Plan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    /** Exits with 1 where a measurement failed. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(System.getProperty("bench.results", "target/results"));
        Files.createDirectories(folder);
        Main main = new Main(Plan.of(arguments), folder);
        main.run();
        System.exit(main.results.stream().anyMatch(each -> each.failure() != null) ? 1 : 0);
    }

    private void run() throws Exception {
        for (Setting setting : plan.settings()) {
            try (BrokerProcess broker = BrokerProcess.of(setting)) {
                List<Plan.Step> steps = plan.steps(setting);
                for (int i = 0; i < steps.size(); i++) {
                    Plan.Step step = steps.get(i);
                    Result result = measure(step, broker.url(step.candidate()));
                    results.add(result);
                    System.out.printf(
                            Locale.ROOT,
                            "%s %d/%d  %-22s %-26s %s%n",
                            setting,
                            i + 1,
                            steps.size(),
                            result.workload(),
                            result.candidate(),
                            Report.line(result));
                    new Report(results, plan).write(folder);
                }
            }
        }
        System.out.println("Report: " + folder.resolve("report.md"));
    }

    private Result measure(Plan.Step step, String url) throws IOException, InterruptedException {
        Path file = Files.createTempFile("result", ".json");
        try {
            boolean alone = step.workload().shape() == Workload.Shape.FIRST_MESSAGE;
            List<String> command = Jvm.command(
                    OPTIONS,
                    entry -> !alone || step.candidate().needs(entry),
                    Measurement.class,
                    Measurement.arguments(step, url, file, plan.full()).toArray(String[]::new));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
                return failed(step, "no result within " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                return failed(step, "exit code " + process.exitValue() + "; its output is above");
            }
            return new Gson().fromJson(Files.readString(file), Result.class);
        } finally {
            Files.delete(file);
        }
    }

    private static Result failed(Plan.Step step, String reason) {
        return new Result(
                step.setting().name(),
                step.workload().name(),
                step.candidate().title(),
                step.repetition(),
                Map.of(),
                reason);
    }
}
