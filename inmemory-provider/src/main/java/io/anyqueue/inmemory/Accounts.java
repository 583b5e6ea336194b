package io.anyqueue.inmemory;

import io.anyqueue.spi.Address;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may connect, and what each may do. Without accounts, everybody may do everything. Immutable. */
final class Accounts {

    /**
     * One account.
     *
     * @param permissions null for everything
     */
    record Account(String password, @Nullable List<Permission> permissions) {

        /** Without the password. */
        @Override
        public String toString() {
            return "Account[" + permissions + ']';
        }
    }

    /** Who is connected, with the permissions that go with it. */
    record User(@Nullable String name, @Nullable List<Permission> permissions) {

        void require(Permission.Action action, Address address) throws JMSException {
            if (permissions != null && permissions.stream().noneMatch(each -> each.covers(action, address.name()))) {
                throw Refusals.notPermitted(name, action, address);
            }
        }
    }

    private final Map<String, Account> byName;

    Accounts(Map<String, Account> byName) {
        this.byName = Map.copyOf(byName);
    }

    User logIn(String broker, @Nullable String user, @Nullable String password) throws JMSException {
        if (byName.isEmpty()) {
            return new User(user, null);
        }
        Account account = user == null ? null : byName.get(user);
        if (account == null || !account.password().equals(password)) {
            throw Refusals.wrongCredentials(broker, user);
        }
        return new User(user, account.permissions());
    }
}
