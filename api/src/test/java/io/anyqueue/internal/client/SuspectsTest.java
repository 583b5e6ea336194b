package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.anyqueue.spi.MessageData;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ids of messages that may come again: recognised once each, and forgotten some day where others take the messages. */
class SuspectsTest {
    private final Suspects suspects = new Suspects();

    @Test
    void eachIsRecognisedOnceAndNothingElseIs() {
        suspects.add(ids(0, 3));
        assertThat(recognised("ID:1")).isTrue();
        assertThat(recognised("ID:1")).isFalse();
        assertThat(recognised("ID:9")).isFalse();
        assertThat(suspects.recognise(MessageData.builder().build())).isFalse();
        assertThat(suspects.size()).isEqualTo(2);
    }

    @Test
    void whatOthersTakeIsForgottenTheOldestFirst() {
        for (int loss = 0; loss < 100; loss++) {
            suspects.add(ids(100 * loss, 100 * loss + 100));
        }
        assertThat(suspects.size()).isEqualTo(1024);
        assertThat(recognised("ID:9999")).isTrue();
        assertThat(recognised("ID:8976")).isTrue();
        assertThat(recognised("ID:8975")).isFalse();
    }

    @Test
    void whatOneLossAddsIsKeptWhole() {
        suspects.add(ids(0, 20_000));
        suspects.add(ids(0, 1));
        assertThat(suspects.size()).isEqualTo(20_000);
        suspects.add(ids(20_000, 20_001));
        assertThat(recognised("ID:0")).as("added once more").isTrue();
        assertThat(recognised("ID:1")).as("the oldest").isFalse();
    }

    private boolean recognised(String id) {
        return suspects.recognise(MessageData.builder().messageId(id).build());
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(each -> "ID:" + each).toList();
    }
}
