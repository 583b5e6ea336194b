package io.anyqueue.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this JVM starts others like itself. */
final class Jvm {

    private Jvm() {}

    static List<String> command(List<String> options, Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
