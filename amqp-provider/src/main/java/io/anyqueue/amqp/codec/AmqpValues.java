package io.anyqueue.amqp.codec;

import java.io.Serializable;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.DescribedType;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.UnsignedByte;
import org.apache.qpid.protonj2.types.UnsignedInteger;
import org.apache.qpid.protonj2.types.UnsignedLong;
import org.apache.qpid.protonj2.types.UnsignedShort;
import org.jspecify.annotations.Nullable;

/** Single AMQP values as Java values: the primitives of Jakarta Messaging where possible. Unsigned ones are widened. */
final class AmqpValues {

    private AmqpValues() {}

    /** As it is written: only byte arrays need another form. */
    static @Nullable Object toWire(@Nullable Object value) {
        return value instanceof byte[] bytes ? new Binary(bytes) : value;
    }

    /** True where {@link #toJava} gives a value that a map or stream message can hold. */
    static boolean isPrimitive(@Nullable Object java) {
        return java == null
                || java instanceof String
                || java instanceof Boolean
                || java instanceof Byte
                || java instanceof Short
                || java instanceof Integer
                || java instanceof Long
                || java instanceof Float
                || java instanceof Double
                || java instanceof Character
                || java instanceof byte[];
    }

    /** A property's value: a primitive of section 3.5.4, or its text where there is no such type. */
    @SuppressWarnings("JavaUtilDate") // the codec reads timestamps as these
    static @Nullable Object toProperty(@Nullable Object wire) {
        Object java = toJava(wire);
        if (java instanceof Date date) {
            return date.getTime();
        }
        boolean allowed = isPrimitive(java) && !(java instanceof Character) && !(java instanceof byte[]);
        return allowed ? java : String.valueOf(wire);
    }

    /** The value in types of the JDK, nested ones included; a described type is what it describes. */
    static @Nullable Object toJava(@Nullable Object wire) {
        if (wire == null || wire instanceof String || wire instanceof Boolean) {
            return wire;
        }
        if (wire instanceof Binary binary) {
            return binary.asByteArray();
        }
        if (wire instanceof Map<?, ?> map) {
            Map<Object, Object> converted = new LinkedHashMap<>();
            map.forEach((key, value) -> converted.put(toJava(key), toJava(value)));
            return converted;
        }
        if (wire instanceof Collection<?> list) {
            return convertAll(list);
        }
        if (wire instanceof DescribedType described) {
            return toJava(described.getDescribed());
        }
        return wire.getClass().isArray() ? convertArray(wire) : scalar(wire);
    }

    private static Object scalar(Object wire) {
        if (wire instanceof UnsignedByte number) {
            return (short) (number.byteValue() & 0xFF);
        }
        if (wire instanceof UnsignedShort number) {
            return number.intValue();
        }
        if (wire instanceof UnsignedInteger number) {
            return number.longValue();
        }
        if (wire instanceof UnsignedLong number) {
            BigInteger value = number.bigIntegerValue();
            return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
        }
        if (wire instanceof Symbol) {
            return wire.toString();
        }
        return wire instanceof Serializable ? wire : wire.toString();
    }

    private static List<@Nullable Object> convertAll(Collection<?> list) {
        List<@Nullable Object> converted = new ArrayList<>(list.size());
        list.forEach(each -> converted.add(toJava(each)));
        return converted;
    }

    private static Object convertArray(Object array) {
        if (array instanceof byte[]) {
            return array;
        }
        List<@Nullable Object> converted = new ArrayList<>();
        for (int i = 0; i < Array.getLength(array); i++) {
            converted.add(toJava(Array.get(array, i)));
        }
        return converted;
    }
}
