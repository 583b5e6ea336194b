package io.anyqueue.amqp;

import io.anyqueue.spi.ConnectRequest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.qpid.protonj2.types.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * Says why a login failed, in words that complete a sentence: which mechanism it was by, or what each of those on offer would have
 * needed. Shows no password. Immutable.
 *
 * @param known the mechanisms that there are, of which those that the peer offers are a part
 * @param allowed what the option allows of them; empty for all
 */
record LoginFailure(ConnectRequest request, List<Symbol> offered, List<String> known, List<String> allowed) {
    private static final int LONGEST_WORD_OF_THE_SERVER = 300;

    /** Not for these: a password, or a token in its place. */
    private static final Set<String> WITHOUT_PASSWORD = Set.of("EXTERNAL", "ANONYMOUS");

    /** What a server answered, without control characters, without the password or token, and cut to a line. */
    static String told(String answer, @Nullable String password) {
        String plain = answer.replaceAll("\\p{Cntrl}+", " ").trim();
        String safe = password == null || password.isEmpty() ? plain : plain.replace(password, "***");
        return safe.length() > LONGEST_WORD_OF_THE_SERVER
                ? safe.substring(0, LONGEST_WORD_OF_THE_SERVER) + "..."
                : safe;
    }

    /**
     * A login that was tried.
     *
     * @param certificate whom the certificate names that the peer was shown
     * @param told what the peer said of it, as {@link #told} gives it; empty for nothing
     */
    String by(String mechanism, @Nullable Principal certificate, Throwable cause, String told) {
        String as = mechanism.equals("EXTERNAL") && certificate != null
                ? "with the certificate of \"" + certificate.getName() + '"'
                : asWhom();
        String answer = told.isEmpty() ? "" : "; the peer says: " + told;
        return "logging in " + as + " by " + mechanism + " failed (it offers " + offered + "): " + cause.getMessage()
                + answer;
    }

    /** No login was tried, because it would have shown the password to whoever reads along. */
    String readable(String mechanism) {
        return "it offers " + offered + ", and " + mechanism + " would send the password readable over an"
                + " unencrypted connection; use amqps:, or for PLAIN and XOAUTH2 allow it with"
                + " saslPlainOverPlaintext=true";
    }

    /** No login was tried, because none of the mechanisms can be used with what the client has. */
    String noneUsable(@Nullable Principal certificate) {
        List<String> needs = new ArrayList<>();
        List<String> names = offered.stream().map(Symbol::toString).toList();
        List<String> usable = names.stream().filter(this::isAllowed).toList();
        if (usable.contains("EXTERNAL") && certificate == null) {
            needs.add("EXTERNAL needs " + certificateThatIsMissing());
        }
        if (usable.contains("ANONYMOUS") && request.user() != null) {
            needs.add("ANONYMOUS is for those who name no user");
        }
        List<String> byPassword = usable.stream()
                .filter(each -> known.contains(each) && !WITHOUT_PASSWORD.contains(each))
                .toList();
        if (!byPassword.isEmpty()) {
            needs.add(String.join(", ", byPassword) + (byPassword.size() == 1 ? " needs" : " need")
                    + " a user and a password");
        }
        List<String> strange =
                names.stream().filter(each -> !known.contains(each)).toList();
        if (!strange.isEmpty()) {
            needs.add(String.join(", ", strange) + (strange.size() == 1 ? " is" : " are") + " not supported");
        }
        needs.add("saslMechanisms allows " + (allowed.isEmpty() ? "all" : allowed));
        return "none of the mechanisms that it offers, " + offered + ", can be used to log in " + asWhom() + ": "
                + String.join("; ", needs);
    }

    private boolean isAllowed(String mechanism) {
        return allowed.isEmpty() || allowed.contains(mechanism);
    }

    private String certificateThatIsMissing() {
        if (request.settings().find(AmqpOptions.KEY_STORE) == null) {
            return "amqps: and a certificate of the client, from keyStore";
        }
        return Endpoint.isEncrypted(request.url().scheme())
                ? "a certificate of the client, and the peer has asked for none, or for none that keyStore holds"
                : "amqps:, without which the certificate of keyStore is not shown";
    }

    private String asWhom() {
        return request.user() == null ? "anonymously" : "as user \"" + request.user() + '"';
    }
}
