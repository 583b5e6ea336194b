package io.anyqueue.internal.message;

import io.anyqueue.spi.ClientOptions;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectStreamClass;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object from elsewhere: every class must be allowed, and the graph within limits. Owned by one call.
 *
 * <p>A class is judged by name before it is loaded, and again by the filter of JEP 290, which also sees what an object
 * replaces itself with. A filter set for the whole JVM can refuse more. Dynamic proxies are always refused, because their
 * behaviour is data. {@link #refusal} tells a refusal from a stream that is broken.
 */
final class GuardedObjectInputStream extends LoadingObjectInputStream {
    private final AllowedClasses allowed;
    private final int maxDepth;
    private final int maxReferences;
    private final ExpandedSizes expandedSizes;
    private final HashCollisions hashCollisions = new HashCollisions();
    private int objects;
    // An element of an array takes a byte or more, and a hash table is at most four times its entries' bytes.
    private long arrayElementsLeft;
    private @Nullable String refusal;

    GuardedObjectInputStream(byte[] serialized, AllowedClasses allowed, int maxDepth, int maxReferences)
            throws IOException {
        super(serialized);
        this.allowed = allowed;
        this.maxDepth = maxDepth;
        this.maxReferences = maxReferences;
        expandedSizes = new ExpandedSizes(8L * maxReferences, this::holdsClass);
        arrayElementsLeft = 4L * serialized.length + 1024;
        setObjectInputFilter(ObjectInputFilter.merge(this::judge, ObjectInputFilter.Config.getSerialFilter()));
        enableResolveObject(true);
    }

    /** Why the object was refused, or null where it was not. */
    @Nullable
    String refusal() {
        return refusal;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass descriptor) throws IOException, ClassNotFoundException {
        if (!allowed.allows(descriptor.getName())) {
            throw new InvalidClassException(refuseClass(descriptor.getName()));
        }
        return super.resolveClass(descriptor);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException {
        throw new InvalidClassException(refuse("it contains a dynamic proxy of " + shown(String.join(", ", interfaces))
                + ", and dynamic proxies are never read"));
    }

    @Override
    protected @Nullable Object resolveObject(@Nullable Object object) throws IOException {
        // The filter is not asked about strings.
        String reason = ++objects > maxReferences ? tooManyReferences() : expandedSizes.completed(object);
        if (reason == null) {
            reason = hashCollisions.completed(object);
        }
        if (reason != null) {
            throw new InvalidObjectException(refuse(reason));
        }
        return object;
    }

    private ObjectInputFilter.Status judge(ObjectInputFilter.FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type != null && !allowed.allows(type.getName())) {
            refuseClass(type.getName());
        } else if (info.depth() > maxDepth) {
            refuse("it is nested deeper than the " + maxDepth + " of option " + ClientOptions.OBJECT_MAX_DEPTH);
        } else if (info.references() > maxReferences) {
            refuse(tooManyReferences());
        } else if (info.arrayLength() > 0) {
            arrayElementsLeft -= info.arrayLength();
            if (arrayElementsLeft < 0) {
                refuse("it claims arrays larger than its own size");
            }
        }
        return refusal == null ? ObjectInputFilter.Status.ALLOWED : ObjectInputFilter.Status.REJECTED;
    }

    private String tooManyReferences() {
        return "it has more references than the " + maxReferences + " of option " + ClientOptions.OBJECT_MAX_REFERENCES;
    }

    /** Reads the only object of the stream. */
    @Nullable
    Object readWhole() throws IOException, ClassNotFoundException {
        Object whole = readObject();
        if (holdsClass(whole)) {
            throw new InvalidObjectException(refuse(ExpandedSizes.CLASS_INSIDE));
        }
        return whole;
    }

    /** What stands for a class is no value, though the class itself may be allowed; neither filter nor stream ask about it. */
    private boolean holdsClass(@Nullable Object object) {
        return (object instanceof Class || object instanceof ObjectStreamClass)
                && !allowed.allows(Class.class.getName());
    }

    private String refuseClass(String name) {
        return refuse(
                "class " + shown(AllowedClasses.elementOf(name)) + " is not allowed; " + AllowedClasses.remedy("it"));
    }

    private String refuse(String reason) {
        refusal = reason;
        return reason;
    }

    /** A name from the stream as an error may show it: what a sender makes up is neither long nor control characters. */
    private static String shown(String name) {
        String start = name.length() > 200 ? name.substring(0, 200) + "..." : name;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
