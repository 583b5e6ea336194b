package io.anyqueue.examples.lemonade;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: what it prints, and with which code it exits. */
@Timeout(240)
class MainTest {
    private static final int OF_JVM_KILLED_BY_US = -1;

    @TempDir
    private Path folder;

    private record Ended(int code, String output) {}

    private Ended run(String... options) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        int code = ended ? process.exitValue() : OF_JVM_KILLED_BY_US;
        return new Ended(code, Files.readString(output, StandardCharsets.UTF_8));
    }

    @Test
    void aRushThatIsCountedExitsWithZero() throws Exception {
        Ended ended = run("-Dstand.visits=300");

        assertThat(ended.output()).containsPattern("(?m)^counted 300 of 300, duplicates \\d+, \\d+ visits/s$");
        assertThat(ended.code()).isZero();
    }

    @Test
    void aRushThatIsNotCountedInTimeExitsWithOne() throws Exception {
        // Nobody listens at port 1, so nobody is let in.
        Ended ended = run("-Dstand.visits=3", "-Dstand.timeout=1", "-Danyqueue.url=amqp://127.0.0.1:1");

        assertThat(ended.output())
                .contains("the time is up after 1 s: 0 visits were confirmed, 3 are not counted")
                .contains("counted 0 of 3, ");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void anOptionThatIsWrongIsNamedAndExitsWithTwo() throws Exception {
        Ended ended = run("-Dstand.visits=many");

        assertThat(ended.output()).contains("Option -Dstand.visits=many: expected a whole number");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void aUrlThatIsWrongIsNamedAndExitsWithTwo() throws Exception {
        Ended ended = run("-Danyqueue.url=inmemry:stand");

        assertThat(ended.output()).contains("inmemry").doesNotContain("\tat ");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void aPortThatIsTakenIsNamedAndExitsWithOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = run("-Dstand.port=" + taken.getLocalPort());

            assertThat(ended.output())
                    .contains("The stand cannot open on port " + taken.getLocalPort())
                    .contains("-Dstand.port names another");
            assertThat(ended.code()).isEqualTo(1);
        }
    }
}
