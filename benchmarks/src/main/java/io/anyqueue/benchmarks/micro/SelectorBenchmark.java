package io.anyqueue.benchmarks.micro;

import io.anyqueue.internal.selector.SelectorParser;
import io.anyqueue.spi.MessageData;
import io.anyqueue.spi.MessageSelector;
import jakarta.jms.InvalidSelectorException;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Evaluating a selector against a message, and compiling it. */
@State(Scope.Thread)
public class SelectorBenchmark {
    /** From the simplest to one that uses most of the language. */
    @Param({
        "n = 3",
        "region LIKE 'no%h' AND n BETWEEN 2 AND 7",
        "(n + 1) * 2 > 9 OR region IN ('north', 'south') AND JMSPriority >= 4 AND missing IS NULL"
    })
    public String selector = "";

    private MessageSelector compiled;
    private MessageData message;

    @Setup(Level.Trial)
    public void compile() throws InvalidSelectorException {
        compiled = parse();
        message = Sample.message(3).toBuilder().property("region", "north").build();
    }

    @Benchmark
    public boolean evaluate() {
        return compiled.matches(message);
    }

    @Benchmark
    public MessageSelector parse() throws InvalidSelectorException {
        return Objects.requireNonNull(SelectorParser.compile(selector));
    }
}
