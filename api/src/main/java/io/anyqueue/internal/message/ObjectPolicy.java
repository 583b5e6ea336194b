package io.anyqueue.internal.message;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.Settings;
import jakarta.jms.MessageFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How {@code ObjectMessage} reads and writes objects: only allowed classes, within limits of depth, references and bytes.
 * Immutable; safe for use by any thread.
 */
public final class ObjectPolicy {
    private static final String REFUSED = "ANYQUEUE-OBJECT-REFUSED";
    private static final String UNREADABLE = "ANYQUEUE-OBJECT-UNREADABLE";

    private final AllowedClasses allowed;
    private final int maxDepth;
    private final int maxReferences;
    private final long maxBytes;

    private ObjectPolicy(Settings settings) {
        allowed = new AllowedClasses(settings.get(ClientOptions.OBJECT_ALLOW));
        maxDepth = settings.get(ClientOptions.OBJECT_MAX_DEPTH);
        maxReferences = settings.get(ClientOptions.OBJECT_MAX_REFERENCES);
        maxBytes = settings.get(ClientOptions.OBJECT_MAX_BYTES);
    }

    /** Checks the same without making one. */
    public static void requireValid(Settings settings) {
        new AllowedClasses(settings.get(ClientOptions.OBJECT_ALLOW));
    }

    /**
     * The policy that the options beginning with {@code objectMessage} describe.
     *
     * @throws io.anyqueue.spi.ConfigurationException where the allow list has an entry of no known form
     */
    public static ObjectPolicy from(Settings settings) {
        return new ObjectPolicy(settings);
    }

    /** Reads an object from elsewhere; {@code method} is what the application called. */
    @Nullable
    Serializable read(byte[] serialized, String method) throws MessageFormatException {
        if (serialized.length > maxBytes) {
            throw refused(
                    method,
                    "its " + serialized.length + " bytes are more than the " + maxBytes + " of option "
                            + ClientOptions.OBJECT_MAX_BYTES,
                    null);
        }
        try (GuardedObjectInputStream in = new GuardedObjectInputStream(serialized, allowed, maxDepth, maxReferences)) {
            return readGuarded(in, method);
        } catch (IOException e) {
            throw unreadable(method, e);
        }
    }

    /** Reads an object that {@link #write} wrote in this JVM for the same message. */
    static @Nullable Serializable readOwn(byte[] serialized, String method) throws MessageFormatException {
        try (ObjectInputStream in = new LoadingObjectInputStream(serialized)) {
            return (Serializable) in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw unreadable(method, e);
        }
    }

    static byte[] write(Serializable object) throws MessageFormatException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Classes write themselves, so anything may be thrown; the deepest of graphs overflow the stack.
            String reason = e instanceof NotSerializableException
                    ? "class " + e.getMessage() + " in it is not Serializable"
                    : e.toString();
            throw MessageErrors.causedBy(
                    MessageErrors.format("setObject: an object of class "
                            + object.getClass().getName() + " cannot be serialized: " + reason),
                    e);
        }
        return bytes.toByteArray();
    }

    private static @Nullable Serializable readGuarded(GuardedObjectInputStream in, String method)
            throws MessageFormatException {
        try {
            return (Serializable) in.readWhole();
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            // A forged stream can make the classes that read it throw anything, and hashes recurse without end.
            String refusal = in.refusal();
            throw refusal == null ? unreadable(method, e) : refused(method, refusal, e);
        }
    }

    private static MessageFormatException refused(String method, String reason, @Nullable Throwable cause) {
        MessageFormatException refused =
                new MessageFormatException(method + "(): the object of the message is refused: " + reason, REFUSED);
        return cause == null ? refused : MessageErrors.causedBy(refused, cause);
    }

    private static MessageFormatException unreadable(String method, Throwable cause) {
        return MessageErrors.causedBy(
                new MessageFormatException(
                        method + "(): the object of the message cannot be read: " + cause, UNREADABLE),
                cause);
    }
}
