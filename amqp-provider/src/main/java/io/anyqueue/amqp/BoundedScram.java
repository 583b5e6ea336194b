package io.anyqueue.amqp;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.sasl.SaslException;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.sasl.client.Mechanism;
import org.apache.qpid.protonj2.engine.sasl.client.SaslCredentialsProvider;
import org.apache.qpid.protonj2.types.Symbol;

/**
 * A SCRAM mechanism (RFC 5802) that refuses to hash a password more often than any server should ask for: that runs on the event
 * loop, which others use too.
 */
final class BoundedScram implements Mechanism {
    /** Some two thirds of a second; servers use 4,096 to 600,000. */
    private static final long MOST_ITERATIONS = 1_000_000;

    /** Nonce, salt and iterations, with whatever extensions come behind (section 7). */
    private static final Pattern FIRST_CHALLENGE = Pattern.compile("r=[^,]*,s=[^,]*,i=([0-9]{1,7})(,.*)?");

    private final Mechanism scram;
    private boolean challenged;

    BoundedScram(Mechanism scram) {
        this.scram = scram;
    }

    @Override
    public Symbol getName() {
        return scram.getName();
    }

    @Override
    public ProtonBuffer getInitialResponse(SaslCredentialsProvider credentials) throws SaslException {
        return scram.getInitialResponse(credentials);
    }

    @Override
    public ProtonBuffer getChallengeResponse(SaslCredentialsProvider credentials, ProtonBuffer challenge)
            throws SaslException {
        if (!challenged) {
            challenged = true;
            Matcher first = FIRST_CHALLENGE.matcher(challenge.toString(StandardCharsets.US_ASCII));
            if (!first.matches() || Integer.parseInt(first.group(1)) > MOST_ITERATIONS) {
                throw new SaslException("The peer's challenge is none of SCRAM, or asks for more than "
                        + MOST_ITERATIONS + " iterations of the password's hash");
            }
        }
        return scram.getChallengeResponse(credentials, challenge);
    }

    @Override
    public void verifyCompletion() throws SaslException {
        scram.verifyCompletion();
    }

    @Override
    public boolean isApplicable(SaslCredentialsProvider credentials) {
        return scram.isApplicable(credentials);
    }

    @Override
    public boolean isEnabledByDefault() {
        return scram.isEnabledByDefault();
    }
}
