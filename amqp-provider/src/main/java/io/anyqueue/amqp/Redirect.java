package io.anyqueue.amqp;

import io.anyqueue.spi.BrokerUrl;
import io.anyqueue.spi.ConnectionLostException;
import jakarta.jms.JMSException;
import java.util.Map;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.transport.ErrorCondition;
import org.jspecify.annotations.Nullable;

/** A peer refused or closed a connection and said which host to go to instead. Immutable. */
final class Redirect extends JMSException {
    private static final long serialVersionUID = 1L;
    private static final String CONDITION = "amqp:connection:redirect";

    private final transient BrokerUrl.Host host;
    private final @Nullable String vhost;

    private Redirect(JMSException refusal, BrokerUrl.Host host, @Nullable String vhost) {
        super(refusal.getMessage(), refusal.getErrorCode());
        this.host = host;
        this.vhost = vhost;
    }

    /** The refusal, as a redirect where its condition is one that names a host. */
    static JMSException of(JMSException refusal, @Nullable ErrorCondition condition) {
        Map<Symbol, Object> info = condition == null ? null : condition.getInfo();
        if (info == null || !Conditions.is(condition, CONDITION)) {
            return refusal;
        }
        String name = text(info, "network-host");
        if (name == null || name.isEmpty()) {
            return refusal;
        }
        int port = info.get(Symbol.valueOf("port")) instanceof Number number ? number.intValue() : 0;
        boolean valid = port > 0 && port < 1 << 16;
        return new Redirect(
                refusal, new BrokerUrl.Host(name, valid ? port : BrokerUrl.DEFAULT_PORT), text(info, "hostname"));
    }

    /** The loss of a connection that the peer closed; {@link #after} finds where it leads to. */
    static ConnectionLostException lost(String peer, @Nullable ErrorCondition condition) {
        ConnectionLostException loss = Conditions.lost("the connection", peer, condition);
        return of(loss, condition) instanceof Redirect redirect
                ? ConnectionLostException.namingAnotherHost(String.valueOf(loss.getMessage()), redirect)
                : loss;
    }

    /** Where a connection went whose loss this is; null where its peer did not say so. */
    static @Nullable Redirect after(@Nullable ConnectionLostException loss) {
        Throwable cause = loss;
        while (cause != null && !(cause instanceof Redirect)) {
            cause = cause.getCause();
        }
        return (Redirect) cause;
    }

    /** What the application is told where it leads no further. */
    JMSException notFollowed(int hops) {
        String followed =
                hops == 0 ? "; the connection is being closed" : "; " + hops + " such redirects were followed";
        return new JMSException(getMessage() + followed, getErrorCode());
    }

    BrokerUrl.Host host() {
        return host;
    }

    /** What the connection there has to announce as its host; null for the same as here. */
    @Nullable
    String vhost() {
        return vhost;
    }

    private static @Nullable String text(Map<Symbol, Object> info, String key) {
        Object value = info.get(Symbol.valueOf(key));
        return value == null ? null : value.toString();
    }
}
