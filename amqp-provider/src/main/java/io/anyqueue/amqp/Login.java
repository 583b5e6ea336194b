package io.anyqueue.amqp;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.ConnectRequest;
import io.anyqueue.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javax.security.sasl.SaslException;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.sasl.SaslClientContext;
import org.apache.qpid.protonj2.engine.sasl.SaslOutcome;
import org.apache.qpid.protonj2.engine.sasl.client.Mechanism;
import org.apache.qpid.protonj2.engine.sasl.client.SaslAuthenticator;
import org.apache.qpid.protonj2.engine.sasl.client.SaslCredentialsProvider;
import org.apache.qpid.protonj2.engine.sasl.client.SaslMechanismSelector;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates by SASL: the strongest mechanism first, none that would show the password on the way, and never as
 * anonymous where a user was named. Belongs to the event loop.
 */
final class Login implements SaslCredentialsProvider {
    private static final Logger LOG = LoggerFactory.getLogger(Login.class);
    private static final String PLAIN = "PLAIN";
    private static final String XOAUTH2 = "XOAUTH2";
    /** These show what they send as a password, or as a token in its place. */
    private static final Set<String> READABLE = Set.of(PLAIN, XOAUTH2);

    private static final List<String> STRONGEST_FIRST = List.of(
            "EXTERNAL", "SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", XOAUTH2, "CRAM-MD5", PLAIN, "ANONYMOUS");

    private final ConnectRequest request;
    private final String vhost;
    private final List<String> allowed;
    private final boolean passwordIsSafe;
    private final @Nullable Principal localPrincipal;
    private final List<String> refused = new ArrayList<>();
    private List<Symbol> offered = List.of();
    private @Nullable Mechanism chosen;
    private String told = "";

    /** @param confidential whether nobody can read along: encrypted, or not leaving this machine */
    Login(ConnectRequest request, String vhost, boolean confidential, @Nullable Principal localPrincipal) {
        Settings settings = request.settings();
        this.request = request;
        this.vhost = vhost;
        this.allowed = allowed(settings);
        this.passwordIsSafe = confidential || settings.get(AmqpOptions.SASL_PLAIN_OVER_PLAINTEXT);
        this.localPrincipal = localPrincipal;
    }

    /** @param fail ends the connection */
    SaslAuthenticator authenticator(Consumer<SaslException> fail) {
        return new SaslAuthenticator(new Selector(allowed), this) {
            @Override
            public void handleSaslChallenge(SaslClientContext context, ProtonBuffer challenge) {
                listen(challenge);
                super.handleSaslChallenge(context, challenge);
            }

            @Override
            public void handleSaslOutcome(
                    SaslClientContext context, SaslOutcome outcome, @Nullable ProtonBuffer additional) {
                SaslException unproven = outcome == SaslOutcome.SASL_OK ? unproven(additional) : null;
                if (unproven == null) {
                    super.handleSaslOutcome(context, outcome, additional);
                } else {
                    fail.accept(unproven);
                }
            }
        };
    }

    /** Where a token is refused the reason comes as a challenge, before an outcome that has none. */
    private void listen(ProtonBuffer challenge) {
        Mechanism used = chosen;
        if (used != null && used.getName().toString().equals(XOAUTH2)) {
            told = LoginFailure.told(challenge.toString(StandardCharsets.UTF_8), request.password());
        }
    }

    /** Why a success is none: a server that knows the password proves it, where the mechanism asks for that; null where it is one. */
    private @Nullable SaslException unproven(@Nullable ProtonBuffer additional) {
        Mechanism used = chosen;
        if (used == null) {
            return new SaslException("The peer reported success before a mechanism was chosen");
        }
        try {
            used.verifyCompletion();
            return null;
        } catch (SaslException e) {
            return provenBy(used, additional)
                    ? null
                    : new SaslException("The peer reported success without the proof that it knows the password", e);
        }
    }

    /** The last step may come along with the outcome (RFC 4422, section 3.6). */
    private boolean provenBy(Mechanism used, @Nullable ProtonBuffer additional) {
        if (additional == null || !additional.isReadable()) {
            return false;
        }
        try {
            used.getChallengeResponse(this, additional);
            used.verifyCompletion();
            return true;
        } catch (SaslException e) {
            LOG.debug("What came with the outcome proves nothing", e);
            return false;
        }
    }

    /** Why no mechanism could be used, or what the peer said; completes a sentence. */
    String explain(Throwable cause) {
        LoginFailure failure = new LoginFailure(request, offered, STRONGEST_FIRST, allowed);
        Mechanism used = chosen;
        if (used != null) {
            return failure.by(used.getName().toString(), localPrincipal, cause, told);
        }
        if (!refused.isEmpty()) {
            return failure.readable(refused.get(0));
        }
        return offered.isEmpty() ? "logging in failed: " + cause.getMessage() : failure.noneUsable(localPrincipal);
    }

    /** @throws ConfigurationException where the option names a mechanism that is unknown */
    static void check(Settings settings) {
        allowed(settings);
    }

    /** The mechanisms of the option; empty for all. */
    @CanIgnoreReturnValue
    private static List<String> allowed(Settings settings) {
        return KnownNames.of(settings, AmqpOptions.SASL_MECHANISMS, STRONGEST_FIRST);
    }

    /** Whether the peer offered that mechanism; after it has. */
    boolean offers(String mechanism) {
        return offered.stream().anyMatch(each -> each.toString().equals(mechanism));
    }

    @Override
    public String vhost() {
        return vhost;
    }

    @Override
    @SuppressWarnings("NullAway") // SASL takes null for none
    public String username() {
        return request.user();
    }

    @Override
    @SuppressWarnings("NullAway") // SASL takes null for none
    public String password() {
        return request.password();
    }

    @Override
    @SuppressWarnings("NullAway") // SASL takes null for none
    public Principal localPrincipal() {
        return localPrincipal;
    }

    private static int strength(Symbol mechanism) {
        int index = STRONGEST_FIRST.indexOf(mechanism.toString());
        return index < 0 ? STRONGEST_FIRST.size() : index;
    }

    private final class Selector extends SaslMechanismSelector {
        Selector(Collection<String> allowed) {
            super(allowed);
        }

        @Override
        public Mechanism select(Symbol[] serverMechanisms, SaslCredentialsProvider credentials) {
            offered = Arrays.stream(serverMechanisms)
                    .sorted(Comparator.comparingInt(Login::strength))
                    .toList();
            Symbol[] known = offered.stream()
                    .filter(each -> STRONGEST_FIRST.contains(each.toString()))
                    .toArray(Symbol[]::new);
            chosen = super.select(known, credentials);
            return chosen;
        }

        @Override
        protected Mechanism createMechanism(Symbol name, SaslCredentialsProvider credentials) {
            Mechanism made = super.createMechanism(name, credentials);
            return name.toString().startsWith("SCRAM-") ? new BoundedScram(made) : made;
        }

        @Override
        protected boolean isApplicable(Mechanism candidate, SaslCredentialsProvider credentials) {
            String name = candidate.getName().toString();
            if (name.equals("ANONYMOUS") && request.user() != null) {
                return false;
            }
            boolean applicable = super.isApplicable(candidate, credentials);
            if (applicable && READABLE.contains(name) && !passwordIsSafe) {
                refused.add(name);
                return false;
            }
            return applicable;
        }
    }
}
