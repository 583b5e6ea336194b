package io.anyqueue.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How this JVM starts others like itself. */
final class Jvm {

    private Jvm() {}

    static List<String> command(List<String> options, Class<?> program, String... arguments) {
        return command(options, entry -> true, program, arguments);
    }

    /** @param needed which entries of the class path the program gets */
    static List<String> command(List<String> options, Predicate<Path> needed, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.add("-cp");
        command.add(Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> needed.test(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
