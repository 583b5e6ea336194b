package io.anyqueue.benchmarks.micro;

import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of this package, with allocation beside time, and writes {@code jmh.json} and {@code jmh.txt} to the
 * folder of results. Arguments are JMH's own and go before what is set here.
 */
public final class MicroMain {

    private MicroMain() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(System.getProperty("bench.results", "target/results"));
        Files.createDirectories(folder);
        CommandLineOptions given = new CommandLineOptions(arguments);
        var options = new OptionsBuilder().parent(given);
        if (given.getIncludes().isEmpty()) {
            options.include(MicroMain.class.getPackageName() + '.');
        }
        if (!given.getForkCount().hasValue()) {
            options.forks(1);
        }
        if (!given.getWarmupIterations().hasValue()) {
            options.warmupIterations(3).warmupTime(TimeValue.seconds(1));
        }
        if (!given.getMeasurementIterations().hasValue()) {
            options.measurementIterations(5).measurementTime(TimeValue.seconds(1));
        }
        options.mode(Mode.AverageTime)
                .timeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
                .addProfiler(GCProfiler.class)
                .resultFormat(ResultFormatType.JSON)
                .result(folder.resolve("jmh.json").toString());
        new Runner(options.build()).run();
    }
}
