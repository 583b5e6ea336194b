package io.anyqueue.examples.lemonade;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One visit to the stand. Its id is chosen before it is first sent and kept when it is sent again, which is how the
 * {@link Ledger} knows the two for one. Immutable.
 *
 * @param id 1 to 64 letters, digits, dots, hyphens and underscores
 */
record Visit(String id) {
    /** The form of an id, in words. */
    static final String FORM = "1 to 64 letters, digits, dots, hyphens and underscores";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Fails with {@link IllegalArgumentException} where the id is not of the form described. */
    Visit {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("The id of a visit must be " + FORM);
        }
    }

    /** The visit of an id that came from outside; empty where it cannot be one. */
    static Optional<Visit> of(@Nullable String id) {
        return id != null && ID.matcher(id).matches() ? Optional.of(new Visit(id)) : Optional.empty();
    }

    /** A visit of somebody who brought no id. */
    static Visit anonymous() {
        return new Visit(UUID.randomUUID().toString());
    }
}
