package io.anyqueue.internal.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object with the classes of the caller's context class loader, else with ours. The loader is asked for at each
 * class and never kept. Owned by one call.
 */
class LoadingObjectInputStream extends ObjectInputStream {

    LoadingObjectInputStream(byte[] serialized) throws IOException {
        super(new ByteArrayInputStream(serialized));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass descriptor) throws IOException, ClassNotFoundException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return load(descriptor.getName(), context);
        } catch (ClassNotFoundException e) {
            return resolveHere(descriptor, context, e);
        }
    }

    private Class<?> resolveHere(
            ObjectStreamClass descriptor, @Nullable ClassLoader context, ClassNotFoundException notThere)
            throws IOException, ClassNotFoundException {
        try {
            ClassLoader ours = LoadingObjectInputStream.class.getClassLoader();
            // The inherited method also knows the names of primitives.
            return ours == context ? super.resolveClass(descriptor) : load(descriptor.getName(), ours);
        } catch (ClassNotFoundException e) {
            e.addSuppressed(notThere);
            throw e;
        }
    }

    private static Class<?> load(String name, @Nullable ClassLoader loader) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }
}
