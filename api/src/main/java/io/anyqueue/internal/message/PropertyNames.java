package io.anyqueue.internal.message;

import jakarta.jms.MessageFormatException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which property names an application may set, and with which type (sections 3.5.1, 3.5.9 and 3.8.1.1). Stateless. */
final class PropertyNames {
    static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    /** In lower case they are taken, as by other implementations, though no selector can name such a property. */
    private static final Set<String> WORDS_OF_SELECTORS =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

    private static final int LONGEST_WORD = 7;
    private static final Set<String> SET_BY_PROVIDERS = Set.of(
            DELIVERY_COUNT,
            "JMSXUserID",
            "JMSXAppID",
            "JMSXProducerTXID",
            "JMSXConsumerTXID",
            "JMSXRcvTimestamp",
            "JMSXState");

    private PropertyNames() {}

    /** @throws IllegalArgumentException where the name is null, empty, or no identifier of a selector */
    static String requireValid(String method, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException(method + ": the property name is " + (name == null ? "null" : "empty")
                    + "; expected an identifier");
        }
        if (!Character.isJavaIdentifierStart(name.codePointAt(0))) {
            throw invalid(method, name, 0);
        }
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            if (!Character.isJavaIdentifierPart(name.codePointAt(i))) {
                throw invalid(method, name, i);
            }
        }
        if (name.length() <= LONGEST_WORD && WORDS_OF_SELECTORS.contains(name)) {
            throw new IllegalArgumentException(MessageErrors.call(method, name)
                    + ": the name is a word of the selector language and cannot name a property");
        }
        return name;
    }

    /** True for the names that only a provider sets (section 3.5.9). */
    static boolean isSetByProvider(String name) {
        return name.startsWith("JMSX") && SET_BY_PROVIDERS.contains(name);
    }

    /** Holds the names that begin with {@code JMSX} to section 3.5.9. */
    static void requireDefinedUse(String method, String name, @Nullable Object value) throws MessageFormatException {
        if (!name.startsWith("JMSX")) {
            return;
        }
        if (value != null && name.equals("JMSXGroupID") && !(value instanceof String)) {
            throw MessageErrors.unsupported(value, "String", MessageErrors.call(method, name));
        }
        if (value != null && name.equals("JMSXGroupSeq") && !(value instanceof Integer)) {
            throw MessageErrors.unsupported(value, "Integer", MessageErrors.call(method, name));
        }
    }

    private static IllegalArgumentException invalid(String method, String name, int index) {
        return new IllegalArgumentException(MessageErrors.call(method, name) + ": the character at index " + index
                + " is not allowed; expected an identifier of Java, such as traceId or trace_id");
    }
}
