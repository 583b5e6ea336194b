package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.junit.jupiter.api.Test;

final class PayloadBuffersTest {
    private final PayloadBuffers buffers = new PayloadBuffers();

    @Test
    void aBufferThatWasGivenBackIsUsedAgainAndEmpty() {
        ProtonBuffer first = buffers.take(100);
        first.writeLong(1).readInt();
        buffers.giveBack(first);
        ProtonBuffer second = buffers.take(100);
        assertThat(second).isSameAs(first);
        assertThat(second.getReadableBytes()).isZero();
        assertThat(buffers.take(100)).isNotSameAs(first);
    }

    @Test
    void aBufferThatHasGrownLargeIsNotKept() {
        ProtonBuffer first = buffers.take(100);
        first.writeBytes(new byte[100_000]);
        buffers.giveBack(first);
        assertThat(first.isClosed()).isTrue();
        assertThat(buffers.take(100)).isNotSameAs(first);
        assertThat(buffers.take(100_000).capacity()).isGreaterThanOrEqualTo(100_000);
    }

    @Test
    void noTwoTakersGetTheSameBuffer() {
        for (int round = 0; round < 1000; round++) {
            ProtonBuffer one = buffers.take(10);
            ProtonBuffer other = buffers.take(10);
            assertThat(one).isNotSameAs(other);
            buffers.giveBack(other);
            buffers.giveBack(one);
        }
    }
}
