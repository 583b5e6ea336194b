package io.anyqueue.internal.message;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConfigurationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which classes an object from elsewhere may be made of: JDK value types always, others by exact name
 * ({@code com.example.Order}), by package with its subpackages ({@code com.example.*}), or all ({@code *}). An array is
 * allowed where its elements are. Immutable.
 */
final class AllowedClasses {
    private static final Pattern FORM =
            Pattern.compile("[\\p{javaJavaIdentifierPart}]+(\\.[\\p{javaJavaIdentifierPart}]+)*(\\.\\*)?");

    private final Set<String> names = new HashSet<>(JdkValueTypes.NAMES);
    private final List<String> prefixes = new ArrayList<>();

    AllowedClasses(List<String> patterns) {
        for (String pattern : patterns) {
            if (pattern.equals("*")) {
                prefixes.add("");
            } else if (!FORM.matcher(pattern).matches()) {
                throw new ConfigurationException("Option " + ClientOptions.OBJECT_ALLOW.name() + ": \"" + pattern
                        + "\" is not valid; expected a class such as com.example.Order, a package such as"
                        + " com.example.*, or * for all");
            } else if (pattern.endsWith(".*")) {
                prefixes.add(pattern.substring(0, pattern.length() - 1));
            } else {
                names.add(pattern);
            }
        }
    }

    /** What whoever wants a class, or "it", allowed can do. */
    static String remedy(String className) {
        return "if its senders are trusted, add " + className + " to option " + ClientOptions.OBJECT_ALLOW;
    }

    /** Decides on a name as {@link Class#getName} gives it. */
    boolean allows(String className) {
        String element = elementOf(className);
        if (names.contains(element)) {
            return true;
        }
        for (String prefix : prefixes) {
            if (element.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** What an array is made of in the end: {@code java.lang.String} of {@code [[Ljava.lang.String;}. */
    static String elementOf(String className) {
        int dimensions = 0;
        while (dimensions < className.length() && className.charAt(dimensions) == '[') {
            dimensions++;
        }
        if (dimensions == 0) {
            return className;
        }
        String element = className.substring(dimensions);
        return switch (element) {
            case "Z", "B", "S", "C", "I", "J", "F", "D" -> JdkValueTypes.PRIMITIVE;
            default ->
                element.startsWith("L") && element.endsWith(";")
                        ? element.substring(1, element.length() - 1)
                        : className;
        };
    }
}
