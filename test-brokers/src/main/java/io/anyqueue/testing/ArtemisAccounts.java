package io.anyqueue.testing;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Users of an {@link Artemis} with their passwords, and whether nobody in particular is let in too. Each may do everything, but
 * nothing at addresses that begin with {@code forbidden} and not, say, consume at {@code no-consume}. Immutable.
 */
record ArtemisAccounts(Map<String, String> passwords, boolean guests) implements ActiveMQSecurityManager5 {
    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            RemotingConnection connection,
            @Nullable String securityDomain) {
        if (!validateUser(user, password)) {
            return null;
        }
        return new Subject(true, Set.of(new UserPrincipal(user == null ? "guest" : user)), Set.of(), Set.of());
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType checkType, String address) {
        String refused = "no-" + checkType.name().toLowerCase(Locale.ROOT);
        return !address.startsWith("forbidden")
                && !address.replaceAll("::.*", "").equals(refused);
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
        if (passwords.isEmpty() || (guests && user == null)) {
            return true;
        }
        return user != null && password != null && password.equals(passwords.get(user));
    }

    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String password, Set<Role> roles, CheckType checkType) {
        return validateUser(user, password);
    }
}
