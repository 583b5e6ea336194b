package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.buffer.netty.Netty4ProtonBufferAllocator;
import org.junit.jupiter.api.Test;

/** The check that fails the build over leaked buffers, tested with buffers that leak. */
final class LeakCheckTest {

    @Test
    void everyBufferIsWatched() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @Test
    void aNettyBufferThatNobodyReleasesIsFound() throws Exception {
        leakNetty();
        assertThat(leaksOf("leakNetty")).isNotEmpty();
    }

    @Test
    void aProtonBufferThatNobodyClosesIsFound() throws Exception {
        leakProton();
        assertThat(leaksOf("leakProton")).isNotEmpty();
    }

    @Test
    void aReleasedBufferIsNoLeak() throws Exception {
        releaseNetty();
        assertThat(leaksOf("releaseNetty")).isEmpty();
    }

    private static void leakNetty() {
        ByteBuf leaking = PooledByteBufAllocator.DEFAULT.buffer(16);
        leaking.writeByte(1);
    }

    private static void releaseNetty() {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.buffer(16);
        buffer.writeByte(1);
        buffer.release();
    }

    @SuppressWarnings("resource") // what it is for
    private static void leakProton() {
        ProtonBufferAllocator allocator = new Netty4ProtonBufferAllocator(PooledByteBufAllocator.DEFAULT);
        allocator.allocate(16).writeByte((byte) 1);
    }

    /** Those that the named method left; others stay a failure. */
    private static List<String> leaksOf(String method) throws InterruptedException {
        List<String> found = LeakCheck.leaks();
        assertThat(found).allMatch(each -> each.contains("LeakCheckTest." + method));
        return found;
    }
}
