package io.anyqueue.internal.message;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes of the JDK that are read without being allowed by name: values without behaviour, and the ordinary
 * collections with the classes of their serialized forms.
 *
 * <p>Left out on purpose: {@code java.net.URL} and {@code InetAddress} (ask name servers), {@code Pattern} and
 * {@code Collections.nCopies} (small to send, dear to use), {@code Hashtable} and {@code Properties} (quadratic for keys of
 * equal hash), {@code PriorityQueue} (calls a comparator while it is read), and whatever holds classes or threads.
 */
final class JdkValueTypes {
    /** Stands for the elements of arrays of primitives. */
    static final String PRIMITIVE = "primitive";

    private static final Stream<String> LANGUAGE = inPackage(
            "java.lang.",
            "Object Number Enum String StringBuffer StringBuilder Boolean Byte Short Character Integer Long Float Double "
                    + "String$CaseInsensitiveComparator");
    private static final Stream<String> VALUES = Stream.of(
            "java.math.BigInteger",
            "java.math.BigDecimal",
            "java.math.MathContext",
            "java.math.RoundingMode",
            "java.net.URI",
            "java.util.concurrent.TimeUnit",
            "java.util.concurrent.atomic.AtomicBoolean",
            "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.sql.Date",
            "java.sql.Time",
            "java.sql.Timestamp",
            "sun.util.calendar.ZoneInfo");
    private static final Stream<String> TIMES = inPackage(
            "java.time.",
            "Ser DayOfWeek Duration Instant LocalDate LocalDateTime LocalTime Month MonthDay OffsetDateTime OffsetTime "
                    + "Period Year YearMonth ZonedDateTime ZoneId ZoneOffset ZoneRegion");
    private static final Stream<String> COLLECTIONS = inPackage(
            "java.util.",
            "ArrayList LinkedList Vector Stack ArrayDeque HashMap LinkedHashMap TreeMap HashSet LinkedHashSet TreeSet "
                    + "Map$Entry AbstractMap$SimpleEntry AbstractMap$SimpleImmutableEntry Arrays$ArrayList "
                    + "CollSer ImmutableCollections$List12 ImmutableCollections$ListN ImmutableCollections$SubList "
                    + "ImmutableCollections$Set12 ImmutableCollections$SetN ImmutableCollections$Map1 "
                    + "ImmutableCollections$MapN EnumMap EnumSet EnumSet$SerializationProxy RegularEnumSet JumboEnumSet BitSet Currency Date Locale UUID "
                    + "Calendar GregorianCalendar TimeZone SimpleTimeZone");
    private static final Stream<String> WRAPPERS = inPackage(
            "java.util.Collections$",
            "EmptyList EmptyMap EmptySet SingletonList SingletonMap SingletonSet ReverseComparator ReverseComparator2 "
                    + "SetFromMap UnmodifiableCollection UnmodifiableList UnmodifiableRandomAccessList UnmodifiableSet "
                    + "UnmodifiableSortedSet UnmodifiableNavigableSet UnmodifiableMap UnmodifiableSortedMap "
                    + "UnmodifiableNavigableMap UnmodifiableSequencedCollection UnmodifiableSequencedSet "
                    + "UnmodifiableSequencedMap SynchronizedCollection SynchronizedList SynchronizedRandomAccessList "
                    + "SynchronizedSet SynchronizedSortedSet SynchronizedNavigableSet SynchronizedMap SynchronizedSortedMap "
                    + "SynchronizedNavigableMap");

    static final Set<String> NAMES = Stream.of(Stream.of(PRIMITIVE), LANGUAGE, VALUES, TIMES, COLLECTIONS, WRAPPERS)
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    private JdkValueTypes() {}

    private static Stream<String> inPackage(String prefix, String names) {
        return Stream.of(names.split(" ")).map(name -> prefix + name);
    }
}
