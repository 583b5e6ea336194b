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

    private static final Pattern ITERATIONS = Pattern.compile(",i=([0-9]+)");

    private final Mechanism scram;

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
        Matcher iterations = ITERATIONS.matcher(challenge.toString(StandardCharsets.US_ASCII));
        // Ten digits and more are beyond the limit in any case.
        if (iterations.find()
                && (iterations.group(1).length() > 9 || Long.parseLong(iterations.group(1)) > MOST_ITERATIONS)) {
            throw new SaslException("The peer asks for " + iterations.group(1)
                    + " iterations of the password's hash; at most " + MOST_ITERATIONS + " are made");
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
