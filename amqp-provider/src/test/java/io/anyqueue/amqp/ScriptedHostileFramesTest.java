package io.anyqueue.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.test.driver.ProtonTestServer;
import org.junit.jupiter.api.Test;

/** Whoever answers on the port may send frames of few bytes that claim more than any memory holds. */
final class ScriptedHostileFramesTest extends OnScriptedPeer {
    /** 2^31-1 times true. */
    private static final String ARRAY = "f0000000057fffffff41";

    /** A frame whose performative has this array as one of its fields. */
    private static byte[] frame(int type, int performative, String fieldsBefore) {
        int fields = (fieldsBefore.length() + ARRAY.length()) / 2;
        String content = "0053%02xc0%02x%02x%s%s"
                .formatted(performative, fields + 1, fieldsBefore.length() / 2 + 1, fieldsBefore, ARRAY);
        return HexFormat.of().parseHex("%08x02%02x0000%s".formatted(8 + content.length() / 2, type, content));
    }

    @Test
    void amongTheMechanisms() {
        peer.close();
        peer = new ProtonTestServer();
        peer.expectSASLHeader().respondWithSASLHeader();
        peer.remoteBytes().withBytes(frame(1, 0x40, "")).queue();
        assertThatThrownBy(() -> connect("").createSession())
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("Cannot connect")
                .hasMessageContaining("elements without bytes");
    }

    @Test
    void inTheOpening() throws Exception {
        peer.expectOpen();
        peer.remoteBytes().withBytes(frame(0, 0x10, "404040")).queue();
        peer.expectClose().optional();
        Connection connection = connect("");
        assertThatThrownBy(connection::createSession)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("elements without bytes");
    }

    @Test
    void inAFlow() throws Exception {
        expectSession();
        Connection connection = connect("");
        CompletableFuture<JMSException> failure = new CompletableFuture<>();
        connection.setExceptionListener(failure::complete);
        connection.createSession();
        peer.expectClose().optional();
        peer.remoteBytes().withBytes(frame(0, 0x13, "434343")).now();
        assertThat(failure.get(SOON, TimeUnit.MILLISECONDS)).hasMessageContaining("elements without bytes");
    }
}
