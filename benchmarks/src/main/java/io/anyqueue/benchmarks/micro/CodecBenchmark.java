package io.anyqueue.benchmarks.micro;

import io.anyqueue.amqp.codec.DecodedMessage;
import io.anyqueue.amqp.codec.MessageDecoder;
import io.anyqueue.amqp.codec.MessageEncoder;
import io.anyqueue.amqp.codec.MessageMapping;
import io.anyqueue.spi.Address;
import io.anyqueue.spi.MessageData;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From a message to the sections of AMQP 1.0, and back. */
@State(Scope.Thread)
public class CodecBenchmark {

    /** Names as they are, as for a broker that follows the JMS mapping. */
    private enum PlainNames implements MessageMapping {
        INSTANCE;

        @Override
        public String toWire(Address address) {
            return address.name();
        }

        @Override
        public Address fromWire(String wire, Address.@Nullable Kind kind, Address consumed) {
            return wire.equals(consumed.name()) ? consumed : Address.queue(wire);
        }
    }

    private MessageEncoder encoder;
    private MessageDecoder decoder;
    private MessageData message;
    private ProtonBuffer encoded;
    private ProtonBuffer target;

    @Setup(Level.Trial)
    public void open() {
        encoder = new MessageEncoder(PlainNames.INSTANCE, Sample.QUEUE);
        decoder = new MessageDecoder(PlainNames.INSTANCE, Sample.QUEUE);
        message = Sample.message(7);
        encoded = ProtonBufferAllocator.defaultAllocator().allocate();
        encoder.encode(message, encoded);
        target = ProtonBufferAllocator.defaultAllocator().allocate(MessageEncoder.estimate(message));
    }

    @TearDown(Level.Trial)
    public void close() {
        encoded.close();
        target.close();
    }

    @Benchmark
    public int encode() {
        target.setReadOffset(0).setWriteOffset(0);
        encoder.encode(message, target);
        return target.getReadableBytes();
    }

    @Benchmark
    public DecodedMessage decode() {
        encoded.setReadOffset(0);
        return decoder.decode(encoded);
    }
}
