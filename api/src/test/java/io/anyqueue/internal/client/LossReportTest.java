package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.internal.client.Script.Step;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses that are reported twice, late, in the middle of closing, or of something that has been replaced. */
class LossReportTest {

    /** What can be lost. */
    enum Part {
        CONNECTION {
            @Override
            Runnable lossIn(ScriptedProvider provider) {
                ScriptedConnection connection = provider.connection();
                return () -> connection.lose(ScriptedProvider.lost("connection gone"));
            }
        },
        SESSION {
            @Override
            Runnable lossIn(ScriptedProvider provider) {
                ScriptedSession session = provider.session();
                return () -> session.lose(ScriptedProvider.lost("session gone"));
            }
        },
        RECEIVER {
            @Override
            Runnable lossIn(ScriptedProvider provider) {
                ScriptedReceiver receiver = provider.receiver();
                return () -> receiver.lose(ScriptedProvider.lost("receiver gone"));
            }
        };

        /** Reports the loss of what is there now, whenever it is run. */
        abstract Runnable lossIn(ScriptedProvider provider);
    }

    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();

    @ParameterizedTest
    @EnumSource(Part.class)
    void aLossThatIsReportedTwiceIsRecoveredOnce(Part part) throws JMSException {
        Session session = provider.connect().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        Runnable loss = part.lossIn(provider);
        loss.run();
        loss.run();
        awaitRestored(1);
        loss.run();
        provider.receiver().stock("1");
        assertThat(consumer.receive(10_000)).isNotNull();
        assertThat(provider.states()).containsExactly("lost", "restored");
        assertThat(script.count("openReceiver")).isEqualTo(2);
        assertThat(provider.problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void aLossWhileTheSessionClosesIsNotRecovered(Part part) throws JMSException {
        Connection connection = provider.connect();
        Session session = connection.createSession();
        session.createConsumer(session.createQueue("q"));
        script.before(Step.CLOSE_SESSION, part == Part.CONNECTION ? () -> {} : part.lossIn(provider));
        session.close();
        assertThat(script.count("openSession")).isEqualTo(1);
        assertThat(script.count("openReceiver")).isEqualTo(1);
        connection.close();
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void aLossWhileTheConnectionClosesIsNotRecovered(Part part) throws JMSException {
        Connection connection = provider.connect();
        Session session = connection.createSession();
        session.createConsumer(session.createQueue("q"));
        script.before(Step.CLOSE_CONNECTION, part.lossIn(provider));
        connection.close();
        assertThat(script.count("connect to")).isEqualTo(1);
        assertThat(script.count("openSession")).isEqualTo(1);
        assertThat(provider.states()).isEmpty();
        assertThat(provider.problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void aLossReportedAfterTheCloseHasNoEffect(Part part) throws JMSException {
        Connection connection = provider.connect();
        Session session = connection.createSession();
        session.createConsumer(session.createQueue("q"));
        Runnable loss = part.lossIn(provider);
        connection.close();
        loss.run();
        assertThat(script.count("connect to")).isEqualTo(1);
        assertThat(provider.states()).isEmpty();
    }

    @Test
    void aLossOfWhatWasReplacedLongAgoHasNoEffect() throws JMSException {
        Session session = provider.connect().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        Runnable session1 = Part.SESSION.lossIn(provider);
        Runnable receiver1 = Part.RECEIVER.lossIn(provider);
        Part.CONNECTION.lossIn(provider).run();
        awaitRestored(1);
        session1.run();
        receiver1.run();
        provider.receiver().stock("1");
        assertThat(consumer.receive(10_000)).isNotNull();
        assertThat(provider.states()).containsExactly("lost", "restored");
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"OPEN_SESSION", "OPEN_RECEIVER"})
    void aConnectionLostWhileItIsRestoredIsRestoredAgain(Step step) throws JMSException {
        Session session = provider.connect().createSession();
        MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
        script.before(step, () -> provider.connection().lose(ScriptedProvider.lost("again")));
        Part.CONNECTION.lossIn(provider).run();
        Script.await(() -> {
            provider.time().advance(1000);
            assertThat(provider.states()).containsExactly("lost", "restored");
        });
        assertThat(script.count("connect to")).isEqualTo(3);
        provider.receiver().stock("1");
        assertThat(consumer.receive(10_000)).isNotNull();
    }

    @Test
    void aConnectionLostWhileItIsOpenedIsRecovered() throws JMSException {
        script.before(Step.OPEN, () -> provider.connection().lose(ScriptedProvider.lost("just opened")));
        Session session = provider.connect().createSession();
        awaitRestored(1);
        session.createProducer(session.createQueue("q")).send(session.createTextMessage("1"));
        assertThat(provider.connections()).hasSize(2);
        assertThat(provider.sender().texts()).containsExactly("1");
    }

    @Test
    void aLostSenderIsOpenedAgainByTheNextSendWithoutRecovery() throws JMSException {
        Session session = provider.connect().createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        producer.send(session.createTextMessage("1"));
        ScriptedSender first = provider.sender();
        first.lose(ScriptedProvider.lost("sender gone"));
        first.lose(ScriptedProvider.lost("sender gone"));
        producer.send(session.createTextMessage("2"));
        first.lose(ScriptedProvider.lost("sender gone"));
        producer.send(session.createTextMessage("3"));
        assertThat(provider.sender().texts()).containsExactly("2", "3");
        assertThat(script.count("openSender")).isEqualTo(2);
        assertThat(provider.states()).isEmpty();
    }

    @Test
    void aConnectionThatDoesNotRecoverFailsOnceHoweverOftenTheLossIsReported() throws JMSException {
        Connection connection = provider.connect("recovery=false");
        Session session = connection.createSession();
        session.createConsumer(session.createQueue("q"));
        for (Part part : Part.values()) {
            part.lossIn(provider).run();
        }
        Script.await(() -> assertThat(provider.problems()).hasSize(1));
        assertThatThrownBy(connection::createSession).hasMessageContaining("failed");
        Part.CONNECTION.lossIn(provider).run();
        connection.close();
        assertThat(provider.problems()).hasSize(1);
    }

    private void awaitRestored(int times) {
        Script.await(() -> assertThat(provider.states().stream().filter("restored"::equals))
                .hasSize(times));
    }
}
