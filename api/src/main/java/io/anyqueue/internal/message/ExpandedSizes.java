package io.anyqueue.internal.message;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what it costs to walk the collections of an object while it is read, as hashing and comparing their elements does.
 * Belongs to one stream; not thread safe.
 *
 * <p>A set of a few hundred bytes can hold itself, in effect, 2^50 times: each level refers twice to the same set of the
 * level below, and hashing walks every path. Counting references does not see that, so each collection is measured when
 * it is complete, before its holder hashes it: one more than the measures of its elements, shared ones counted each
 * time they occur. A collection that contains itself has no measure and is refused. Objects of classes that the application
 * allowed count as one: what they cost is for those who allow them to know.
 */
final class ExpandedSizes {
    static final String CLASS_INSIDE =
            "it contains a class, and not only values; " + AllowedClasses.remedy(Class.class.getName());

    private final IdentityHashMap<Object, Long> sizes = new IdentityHashMap<>();
    private final Predicate<@Nullable Object> barred;
    private long left;

    /** @param barred what no collection may hold, although its class is no class of the stream */
    ExpandedSizes(long budget, Predicate<@Nullable Object> barred) {
        left = budget;
        this.barred = barred;
    }

    /**
     * Measures an object that has just been read, together with everything in it.
     *
     * @return why it is refused, or null where it is not
     */
    @Nullable
    String completed(@Nullable Object object) {
        if (object == null || !isMeasured(object) || sizes.containsKey(object)) {
            return null;
        }
        Sum sum = new Sum();
        if (object instanceof Object[] array) {
            for (Object element : array) {
                sum.add(element);
            }
        } else if (object instanceof Collection<?> collection) {
            collection.forEach(sum::add);
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                sum.add(key);
                sum.add(value);
            });
        } else if (object instanceof Map.Entry<?, ?> entry) {
            sum.add(entry.getKey());
            sum.add(entry.getValue());
        }
        if (sum.containsBarred) {
            return CLASS_INSIDE;
        }
        if (sum.containsUnfinished) {
            return "a collection contains itself";
        }
        left -= sum.total;
        if (left < 0) {
            return "its collections share elements so often that they expand without bound";
        }
        sizes.put(object, sum.total);
        return null;
    }

    private static boolean isMeasured(Object object) {
        if (object instanceof Object[]) {
            return true;
        }
        boolean walked = object instanceof Collection || object instanceof Map || object instanceof Map.Entry;
        return walked && object.getClass().getClassLoader() == null;
    }

    /** The measure of one collection in the making. */
    private final class Sum {
        private long total = 1;
        private boolean containsUnfinished;
        private boolean containsBarred;

        void add(@Nullable Object element) {
            containsBarred |= barred.test(element);
            if (element != null && isMeasured(element)) {
                Long size = sizes.get(element);
                containsUnfinished |= size == null;
                // No overflow: a measure is at most 2^34, and of the 2^31 bytes of a stream each reference takes five.
                total += size == null ? 0 : size;
            } else {
                total++;
            }
        }
    }
}
