package io.anyqueue.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anyqueue.internal.client.Script.Step;
import io.anyqueue.spi.BrokerUrl.Host;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A URL that names several hosts: the first connect and recovery try them in order. */
class SeveralHostsTest {
    private static final List<Host> HOSTS = List.of(new Host("a", 1), new Host("b", 2), new Host("c", 3));

    private final ScriptedProvider provider = new ScriptedProvider();
    private final Script script = provider.script();

    @Test
    void theFirstHostThatAnswersIsTaken() throws JMSException {
        script.fail(Step.CONNECT, new JMSException("refused"));
        script.hold(Step.CONNECT);
        provider.connect(HOSTS, "connectTimeout=20").createSession();
        assertThat(script.calls("connect to")).containsExactly("connect to a:1", "connect to b:2", "connect to c:3");
        assertThat(provider.states()).isEmpty();
    }

    @Test
    void whereAllRefuseOneErrorNamesEachHostAndItsReason() {
        JMSException first = new JMSException("port closed");
        script.fail(Step.CONNECT, first);
        script.hold(Step.CONNECT);
        script.fail(Step.CONNECT, new JMSException("wrong protocol"));
        assertThatThrownBy(() -> provider.connect(HOSTS, "connectTimeout=20"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("connect to scripted://a:1,b:2,c:3")
                .hasMessageContaining("a:1 (port closed)")
                .hasMessageContaining("b:2 (connect to scripted://a:1,b:2,c:3 at b:2: no answer within 20 ms")
                .hasMessageContaining("c:3 (wrong protocol)")
                .hasCause(first)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
        assertThat(script.count("connect to")).isEqualTo(3);
    }

    @Test
    void aSingleHostsRefusalIsThrownAsItIs() {
        JMSException refusal = new JMSException("port closed");
        script.fail(Step.CONNECT, refusal);
        assertThatThrownBy(() -> provider.connect(HOSTS.subList(0, 1))).isSameAs(refusal);
    }

    @Test
    void wrongCredentialsAreNotTriedOnOtherHostsAtFirst() {
        JMSSecurityException wrong = new JMSSecurityException("wrong password");
        script.fail(Step.CONNECT, new JMSException("refused"));
        script.fail(Step.CONNECT, wrong);
        assertThatThrownBy(() -> provider.connect(HOSTS)).isSameAs(wrong);
        assertThat(script.count("connect to")).isEqualTo(2);
    }

    @Test
    void recoveryGoesOnWithTheNextHostInOrder() throws JMSException {
        Session session = provider.connect(HOSTS).createSession();
        MessageProducer producer = session.createProducer(session.createQueue("q"));
        for (int round = 0; round < 4; round++) {
            int restored = round + 1;
            provider.connection().lose(ScriptedProvider.lost("host gone"));
            Script.await(() -> assertThat(provider.states()).hasSize(2 * restored));
            producer.send(session.createTextMessage("m" + round));
            assertThat(provider.sender().texts()).containsExactly("m" + round);
        }
        assertThat(script.calls("connect to"))
                .containsExactly(
                        "connect to a:1", "connect to b:2", "connect to c:3", "connect to a:1", "connect to b:2");
    }

    @Test
    void oneAttemptOfRecoveryTriesAllHostsWithoutAPauseBetweenThem() throws JMSException {
        provider.connect(HOSTS).createSession();
        script.fail(Step.CONNECT, new JMSException("b refuses"));
        script.fail(Step.CONNECT, new JMSException("c refuses"));
        provider.connection().lose(ScriptedProvider.lost("host gone"));
        // The clock stands still, so a pause would never end.
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        assertThat(script.calls("connect to"))
                .containsExactly("connect to a:1", "connect to b:2", "connect to c:3", "connect to a:1");
    }

    @Test
    void aHostThatConnectsButDoesNotOpenIsFollowedByTheNextOne() throws JMSException {
        provider.connect(HOSTS).createSession();
        script.fail(Step.OPEN, new JMSException("I am a standby"));
        loseAndAwaitRestoration();
        assertThat(script.calls("connect to")).containsExactly("connect to a:1", "connect to b:2", "connect to c:3");
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"OPEN_SESSION", "OPEN_RECEIVER"})
    void aHostThatOpensButAnswersNothingMoreIsGivenUpForTheNextOne(Step silent) throws JMSException {
        Session session = provider.connect(HOSTS, "requestTimeout=20").createSession();
        session.createConsumer(session.createQueue("q"));
        script.hold(silent);
        loseAndAwaitRestoration();
        assertThat(script.calls("connect to")).containsExactly("connect to a:1", "connect to b:2", "connect to c:3");
        assertThat(script.count("closeConnection")).isEqualTo(1);
        assertThat(provider.problems()).isEmpty();
    }

    @Test
    void aHostOfWhichTheProviderSaysThatItDoesNotAnswerIsGivenUpToo() throws JMSException {
        provider.connect(HOSTS).createSession();
        script.fail(Step.OPEN_SESSION, new JMSException("no answer", "SCRIPTED-TIMEOUT"));
        loseAndAwaitRestoration();
        assertThat(script.calls("connect to")).containsExactly("connect to a:1", "connect to b:2", "connect to c:3");
        assertThat(script.count("closeConnection")).isEqualTo(1);
    }

    @Test
    void aHostThatRefusesForTheMomentIsAskedAgainOnTheSameConnection() throws JMSException {
        provider.connect(HOSTS).createSession();
        script.fail(Step.OPEN_SESSION, new JMSException("in use", "SCRIPTED-IN-USE"));
        loseAndAwaitRestoration();
        assertThat(script.calls("connect to")).containsExactly("connect to a:1", "connect to b:2");
        assertThat(script.count("closeConnection")).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"CONNECT", "OPEN"})
    void aHostThatRefusesTheLoginDuringRecoveryDoesNotStandInTheWayOfOthers(Step refusing) throws JMSException {
        provider.connect(HOSTS).createSession();
        script.fail(refusing, new JMSSecurityException("not yet"));
        script.fail(refusing, new InvalidDestinationException("no such virtual host yet"));
        provider.connection().lose(ScriptedProvider.lost("host gone"));
        // The clock stands still, so a pause would never end.
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        assertThat(script.calls("connect to"))
                .containsExactly("connect to a:1", "connect to b:2", "connect to c:3", "connect to a:1");
        assertThat(provider.problems()).isEmpty();
    }

    @Test
    void whereAllHostsRefuseTheLoginRecoveryEnds() throws JMSException {
        provider.connect(HOSTS).createSession();
        for (int i = 0; i < HOSTS.size(); i++) {
            script.fail(Step.CONNECT, new JMSSecurityException("wrong password"));
        }
        provider.connection().lose(ScriptedProvider.lost("host gone"));
        Script.await(() -> assertThat(provider.problems()).hasSize(1));
        assertThat(provider.problems().get(0)).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void aHostThatDoesNotOpenAtFirstIsFollowedByTheOthers() throws JMSException {
        script.fail(Step.OPEN, new JMSException("I am a standby"));
        Connection connection = provider.connect(HOSTS);
        connection.createSession();
        assertThat(script.calls("connect to")).containsExactly("connect to a:1", "connect to b:2");
    }

    @Test
    void whereNoHostOpensOneErrorNamesEach() throws JMSException {
        for (Host each : HOSTS) {
            script.fail(Step.OPEN, new JMSException("full: " + each));
        }
        Connection connection = provider.connect(HOSTS);
        assertThatThrownBy(connection::createSession)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("a:1 (full: a:1)")
                .hasMessageContaining("b:2 (full: b:2)")
                .hasMessageContaining("c:3 (full: c:3)");
        assertThat(script.count("connect to")).isEqualTo(3);
        connection.createSession();
    }

    @Test
    void aHostThatThePeerNamedIsTriedBeforeAllOthers() throws JMSException {
        provider.connect(HOSTS).createSession();
        provider.connection().lose(ConnectionLostException.namingAnotherHost("moved", new JMSException("to d")));
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        assertThat(script.calls("connect to")).containsExactly("connect to a:1", "connect to b:2 or where redirected");
    }

    @Test
    void whereThatHostRefusesTheLoginTheOthersAreTriedAllTheSame() throws JMSException {
        provider.connect(HOSTS.subList(0, 1)).createSession();
        script.fail(Step.CONNECT, new JMSSecurityException("not known there"));
        provider.connection().lose(ConnectionLostException.namingAnotherHost("moved", new JMSException("to d")));
        Script.await(() -> assertThat(provider.states()).containsExactly("lost", "restored"));
        assertThat(script.calls("connect to"))
                .containsExactly("connect to a:1", "connect to a:1 or where redirected", "connect to a:1");
        assertThat(provider.problems()).isEmpty();
    }

    @Test
    void aClientIdentifierThatTheSecondHostFindsInUseIsNotTriedOnTheThird() throws JMSException {
        InvalidClientIDException inUse = new InvalidClientIDException("in use");
        script.fail(Step.OPEN, new JMSException("I am a standby"));
        script.fail(Step.OPEN, inUse);
        Connection connection = provider.connect(HOSTS);
        assertThatThrownBy(() -> connection.setClientID("me")).isSameAs(inUse);
        assertThat(script.count("connect to")).isEqualTo(2);
    }

    @Test
    void anInterruptedThreadTriesNoOtherHost() throws JMSException {
        Connection connection = provider.connect(HOSTS);
        script.fail(Step.OPEN, new JMSException("I am a standby"));
        Thread.currentThread().interrupt();
        assertThatThrownBy(connection::createSession).isInstanceOf(JMSException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(script.count("connect to")).isEqualTo(1);
    }

    @Test
    void aClientIdentifierInUseIsNotTriedOnOtherHosts() throws JMSException {
        InvalidClientIDException inUse = new InvalidClientIDException("in use");
        script.fail(Step.OPEN, inUse);
        Connection connection = provider.connect(HOSTS);
        assertThatThrownBy(() -> connection.setClientID("me")).isSameAs(inUse);
        assertThat(script.count("connect to")).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsNotRestoredAsAWholeIsClosed() throws JMSException {
        provider.connect(HOSTS, "recoveryAttempts=1").createSession();
        script.fail(Step.OPEN_SESSION, new JMSException("in use", "SCRIPTED-IN-USE"));
        provider.connection().lose(ScriptedProvider.lost("host gone"));
        Script.await(() -> assertThat(provider.problems()).hasSize(1));
        assertThat(script.count("closeConnection")).isEqualTo(1);
    }

    private void loseAndAwaitRestoration() {
        provider.connection().lose(ScriptedProvider.lost("host gone"));
        Script.await(() -> {
            provider.time().advance(1000);
            assertThat(provider.states()).containsExactly("lost", "restored");
        });
    }

    @Test
    void whenRecoveryGivesUpItsErrorNamesEveryHost() throws JMSException {
        Connection connection = provider.connect(HOSTS, "recoveryAttempts=1");
        connection.createSession();
        for (String each : List.of("b down", "c down", "a down")) {
            script.fail(Step.CONNECT, new JMSException(each));
        }
        provider.connection().lose(ScriptedProvider.lost("host gone"));
        Script.await(() -> assertThat(provider.problems()).hasSize(1));
        assertThat(provider.problems().get(0))
                .hasMessageContaining("recoveryAttempts")
                .hasMessageContaining("a:1 (a down)")
                .hasMessageContaining("b:2 (b down)")
                .hasMessageContaining("c:3 (c down)");
    }

    @Test
    void credentialsThatTheOnlyHostRefusesDuringRecoveryEndItWithASecurityException() throws JMSException {
        Connection connection = provider.connect(HOSTS.subList(0, 1));
        connection.createSession();
        JMSSecurityException changed = new JMSSecurityException("the password was changed");
        script.fail(Step.CONNECT, changed);
        provider.connection().lose(ScriptedProvider.lost("host gone"));
        Script.await(() -> assertThat(provider.problems()).hasSize(1));
        assertThat(provider.problems().get(0))
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("the password was changed")
                .hasCause(changed);
        assertThat(script.count("connect to")).isEqualTo(2);
        assertThatThrownBy(connection::createSession).hasMessageContaining("failed");
    }
}
