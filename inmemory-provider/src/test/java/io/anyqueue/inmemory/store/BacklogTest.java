package io.anyqueue.inmemory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.MessageData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chunked lanes against a plain sorted set, under seeded sequences of everything that can be done to them. */
class BacklogTest {
    private static final Comparator<Entry> ORDER =
            Comparator.<Entry>comparingInt(each -> -each.message().priority()).thenComparingLong(Entry::sequence);

    private final Backlog backlog = new Backlog(true);
    private final TreeSet<Entry> model = new TreeSet<>(ORDER);
    private final List<Entry> away = new ArrayList<>();
    private long sequence;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsOrderUnderAnySequenceOfOperations(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 20_000; step++) {
            // Alternating tides, so that it grows over many chunks and runs empty again.
            boolean growing = step / 2000 % 2 == 0;
            int choice = random.nextInt(10);
            if (choice < (growing ? 5 : 1)) {
                append(random);
            } else if (choice < 7) {
                take(backlog.poll(), model.pollFirst());
            } else if (choice == 7) {
                removeSome(random);
            } else {
                giveBack(random);
            }
            assertThat(backlog.size()).isEqualTo(model.size());
        }
        List<Entry> content = new ArrayList<>();
        backlog.forEach(content::add);
        assertThat(content).containsExactlyElementsOf(model);
        while (!model.isEmpty()) {
            assertThat(backlog.poll()).isSameAs(model.pollFirst());
        }
        assertThat(backlog.poll()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aCursorFindsEveryWantedEntryOnceAndInOrder(long seed) {
        Random random = new Random(seed);
        Cursor cursor = new Cursor();
        for (int step = 0; step < 8_000; step++) {
            int choice = random.nextInt(10);
            if (choice < 4) {
                append(random);
            } else if (choice < 6) {
                take(backlog.poll(), model.pollFirst());
            } else if (choice < 8) {
                Entry expected =
                        model.stream().filter(BacklogTest::isWanted).findFirst().orElse(null);
                Entry found = backlog.poll(cursor, BacklogTest::isWanted);
                take(found, expected);
                if (found != null) {
                    model.remove(found);
                }
            } else {
                Entry back = giveBack(random);
                if (back != null) {
                    cursor.rewindBefore(backlog.laneOf(back), back);
                }
            }
        }
    }

    private static boolean isWanted(Entry entry) {
        return entry.sequence() % 7 == 0;
    }

    private void append(Random random) {
        int priority = random.nextInt(3) == 0 ? random.nextInt(10) : 4;
        Entry entry = new Entry(MessageData.builder().priority(priority).build(), sequence++);
        backlog.append(entry);
        model.add(entry);
    }

    private void take(Entry taken, Entry expected) {
        assertThat(taken).isSameAs(expected);
        if (taken != null) {
            assertThat(taken.isQueued()).isFalse();
            away.add(taken);
        }
    }

    private void removeSome(Random random) {
        if (!model.isEmpty()) {
            Entry probe = new Entry(MessageData.builder().priority(4).build(), (long) (random.nextDouble() * sequence));
            Entry entry = model.ceiling(probe);
            if (entry != null) {
                model.remove(entry);
                backlog.remove(entry);
                away.add(entry);
            }
        }
    }

    private Entry giveBack(Random random) {
        if (away.isEmpty()) {
            return null;
        }
        Entry back = away.remove(random.nextInt(away.size())).released();
        backlog.insert(back);
        model.add(back);
        return back;
    }
}
