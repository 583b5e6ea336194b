package io.anyqueue.compliance;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an application saw of one step, field by field, without identifiers and times that must differ. Immutable. */
record Observation(Map<String, String> fields) {
    private static final String RESULT = "result";
    private static final String NO_MESSAGE = "no message";

    Observation {
        fields = Map.copyOf(fields);
    }

    static Observation of(String result) {
        return new Observation(Map.of(RESULT, result));
    }

    static Observation noMessage() {
        return of(NO_MESSAGE);
    }

    /** A call that was refused, or failed; only the exception's type is comparable. */
    static Observation refused(Exception e) {
        return of("refused: " + e.getClass().getSimpleName());
    }

    boolean isNoMessage() {
        return NO_MESSAGE.equals(fields.get(RESULT));
    }

    String field(String name) {
        return fields.getOrDefault(name, "absent");
    }

    /** The names of the fields in which the two differ. */
    Set<String> differences(Observation other) {
        Set<String> names = new TreeSet<>(fields.keySet());
        names.addAll(other.fields.keySet());
        names.removeIf(name -> field(name).equals(other.field(name)));
        return names;
    }

    @Override
    public String toString() {
        return new TreeMap<>(fields).toString();
    }
}
