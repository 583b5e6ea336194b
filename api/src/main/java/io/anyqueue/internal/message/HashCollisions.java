package io.anyqueue.internal.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses an object with so many different values of one hash that a hash table would take too long over them, before one
 * takes them in. Belongs to one stream; not thread safe.
 *
 * <p>A {@code HashMap} orders keys of equal hash only where they are comparable; with lists as keys, or in the tables of
 * {@code Set.of}, each insertion looks at all earlier ones, so that a megabyte can cost minutes. Some ordinary values share a
 * hash, as do all maps of one key to itself, so it is not their number that is bounded but how often one would be compared
 * with another. What holds objects of classes that the application allowed is not looked at: hashing it
 * would call them, perhaps before they are complete.
 */
final class HashCollisions {
    /** Comparisons of different values of one hash: about a second. */
    private static final long MOST = 5_000_000;

    /** The same for boxed numbers, which are compared at once, and of which ordinary ones share a hash: packed coordinates do. */
    private static final long MOST_OF_NUMBERS = 500_000_000;

    private long comparisons;
    private long comparisonsOfNumbers;
    private final Map<Integer, List<Object>> byHash = new HashMap<>();
    /** Complete collections that hold JDK value types only. */
    private final Set<Object> plain = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * Counts an object that has just been read, whose size {@link ExpandedSizes} has found within bounds.
     *
     * @return why it is refused, or null where it is not
     */
    @Nullable
    String completed(@Nullable Object object) {
        if (object == null || !isHashedByContent(object)) {
            return null;
        }
        List<Object> same = byHash.computeIfAbsent(object.hashCode(), hash -> new ArrayList<>(1));
        if (isBoxedNumber(object)) {
            comparisonsOfNumbers += same.size();
        } else {
            comparisons += same.size();
        }
        if (comparisons > MOST || comparisonsOfNumbers > MOST_OF_NUMBERS) {
            return "too many different values in it have the same hash";
        }
        if (same.contains(object)) {
            return null;
        }
        same.add(object);
        return null;
    }

    private static boolean isBoxedNumber(Object object) {
        return object instanceof Long
                || object instanceof Integer
                || object instanceof Double
                || object instanceof Float;
    }

    private boolean isHashedByContent(Object object) {
        if (isWalked(object)) {
            return holdsPlainOnly(object) && plain.add(object);
        }
        return !object.getClass().isArray() && isPlain(object);
    }

    private boolean holdsPlainOnly(Object object) {
        if (object instanceof Collection<?> collection) {
            return collection.stream().allMatch(this::isPlain);
        }
        if (object instanceof Map<?, ?> map) {
            return map.entrySet().stream().allMatch(each -> isPlain(each.getKey()) && isPlain(each.getValue()));
        }
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) object;
        return isPlain(entry.getKey()) && isPlain(entry.getValue());
    }

    /** Arrays are: they are hashed by identity, whatever they hold. */
    private boolean isPlain(@Nullable Object object) {
        if (object == null || object.getClass().isArray()) {
            return true;
        }
        return isWalked(object)
                ? plain.contains(object)
                : JdkValueTypes.NAMES.contains(object.getClass().getName());
    }

    private static boolean isWalked(Object object) {
        return object instanceof Collection || object instanceof Map || object instanceof Map.Entry;
    }
}
