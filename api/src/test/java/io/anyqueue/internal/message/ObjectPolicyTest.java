package io.anyqueue.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.anyqueue.spi.ClientOptions;
import io.anyqueue.spi.ConfigurationException;
import io.anyqueue.spi.Settings;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings({"JdkObsolete", "JavaUtilDate"}) // old classes are read, too
class ObjectPolicyTest {
    private static final String PACKAGE = "io.anyqueue.internal.message";

    private final ObjectPolicy strict = allowing();

    record Order(String id, List<Line> lines) implements Serializable {}

    record Line(int count) implements Serializable {}

    enum Colour {
        RED
    }

    /** Calls into itself while it is read, as the starting class of an attack does. */
    static final class Trap implements Serializable {
        private static final long serialVersionUID = 1L;
        static int initialized = Sprung.record();

        private Object readResolve() {
            Sprung.count++;
            return this;
        }
    }

    static final class Sprung {
        static int count;

        static int record() {
            return ++count;
        }
    }

    /** A subclass of an allowed collection. */
    static final class OwnList extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
    }

    /** Replaces itself, while it is read, with something that is not allowed. */
    static final class Masked implements Serializable {
        private static final long serialVersionUID = 1L;

        private Object readResolve() {
            return new Line(1);
        }
    }

    static Stream<Object> values() {
        return Stream.of(
                "text",
                true,
                (byte) 1,
                (short) 1,
                'c',
                1,
                1L,
                1f,
                1d,
                BigInteger.TEN.pow(100),
                new BigDecimal("1.50"),
                UUID.nameUUIDFromBytes(new byte[1]),
                new Date(5),
                Instant.EPOCH,
                LocalDate.EPOCH,
                Duration.ofDays(1),
                DayOfWeek.MONDAY,
                ZoneId.of("Europe/Berlin"),
                ZonedDateTime.ofInstant(Instant.EPOCH, ZoneId.of("UTC")),
                URI.create("queue:orders"),
                Locale.GERMANY,
                Currency.getInstance("EUR"),
                BitSet.valueOf(new long[] {5}),
                new GregorianCalendar(TimeZone.getTimeZone("Europe/Berlin")),
                TimeUnit.DAYS,
                new EnumMap<>(Map.of(DayOfWeek.MONDAY, 1)),
                EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                EnumSet.noneOf(TimeUnit.class));
    }

    @Test
    void atomicValuesAreReadWithoutBeingAllowed() throws JMSException {
        assertThat(copy(strict, new AtomicInteger(7))).hasToString("7");
        assertThat(copy(strict, new AtomicLong(8))).hasToString("8");
        assertThat(copy(strict, new AtomicBoolean(true))).hasToString("true");
    }

    static Stream<Object> collections() {
        List<Integer> numbers = List.of(3, 1, 2);
        Map<String, Integer> map = Map.of("a", 1, "b", 2, "c", 3);
        return Stream.of(
                new ArrayList<>(numbers),
                new LinkedList<>(numbers),
                new Vector<>(numbers),
                new ArrayDeque<>(),
                new HashSet<>(numbers),
                new LinkedHashSet<>(numbers),
                new TreeSet<>(numbers),
                new HashMap<>(map),
                new LinkedHashMap<>(map),
                new TreeMap<>(map),
                List.of(),
                List.of(1),
                numbers,
                Set.of(1),
                Set.of(1, 2, 3),
                Map.of(),
                Map.of("a", 1),
                map,
                Stream.of(1, 2, 3).toList(),
                Arrays.asList("a", null),
                new AbstractMap.SimpleEntry<>("a", 1),
                Collections.emptyList(),
                Collections.emptyMap(),
                Collections.emptySet(),
                Collections.singletonList(1),
                Collections.singletonMap("a", 1),
                Collections.singleton(1),
                Collections.unmodifiableList(new LinkedList<>(numbers)),
                Collections.unmodifiableSet(new HashSet<>(numbers)),
                Collections.unmodifiableList(new ArrayList<>(numbers)),
                Collections.unmodifiableMap(new HashMap<>(map)),
                Collections.synchronizedList(new ArrayList<>(numbers)),
                Collections.synchronizedMap(new HashMap<>(map)),
                Collections.newSetFromMap(new LinkedHashMap<>()),
                new TreeSet<>(Comparator.<Integer>reverseOrder()),
                new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                List.of(Map.of("k", List.of(new Date(1), Set.of("x")))),
                new HashSet<>(1 << 12),
                new HashMap<>(1 << 12));
    }

    static Stream<Object> arrays() {
        return Stream.of(
                new byte[] {1},
                new int[][] {{1}, {2, 3}},
                new boolean[0],
                new String[] {"a", null},
                new Object[] {1, "b"},
                new LocalDate[][] {{LocalDate.EPOCH}});
    }

    @ParameterizedTest
    @MethodSource({"values", "collections", "arrays"})
    void jdkValuesAreReadWithoutBeingAllowed(Object value) throws JMSException {
        Object copy = copy(strict, value);

        if (value instanceof ArrayDeque<?> deque) {
            assertThat((ArrayDeque<?>) copy).hasSameSizeAs(deque);
        } else {
            assertThat(copy).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void randomTreesOfCollectionsComeBackEqual(long seed) throws JMSException {
        Object tree = tree(new Random(seed), 6);

        assertThat(copy(strict, tree)).isEqualTo(tree);
    }

    @Test
    void otherClassesAreRefusedByName() {
        refused(strict, new Line(1), Line.class.getName());
        refused(strict, new ArrayList<>(List.of(new Line(1))), Line.class.getName());
        refused(strict, new Line[0], Line.class.getName());
        refused(strict, Colour.RED, Colour.class.getName());
        refused(strict, new IllegalStateException("x"), "java.lang.IllegalStateException");
    }

    @Test
    void classesThatActWhileTheyAreReadAreRefused() throws Exception {
        refused(strict, new URL("http://localhost/"), "java.net.URL");
        refused(strict, new PriorityQueue<>(List.of(1, 2)), "java.util.PriorityQueue");
        refused(strict, new OwnList(), OwnList.class.getName());
        refused(strict, (Serializable) Collections.nCopies(1 << 30, "x"), "java.util.Collections$CopiesList");
        refused(strict, (Runnable & Serializable) () -> {}, "java.lang.invoke.SerializedLambda");
    }

    @Test
    void aRefusedClassIsNeitherInitializedNorRead() throws JMSException {
        byte[] bytes = ObjectPolicy.write(new Trap());
        int before = Sprung.count;

        assertThatExceptionOfType(MessageFormatException.class).isThrownBy(() -> strict.read(bytes, "getObject"));

        assertThat(Sprung.count).isEqualTo(before);
    }

    @Test
    void anUnknownClassIsRefusedByNameWithoutBeingLookedFor() throws JMSException {
        byte[] bytes = rename(ObjectPolicy.write(new Trap()), "ObjectPolicyTest$Trap", "ObjectPolicyTest$Gone");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        List<String> asked = new ArrayList<>();
        Thread.currentThread().setContextClassLoader(new ClassLoader(before) {
            @Override
            public Class<?> loadClass(String name) throws ClassNotFoundException {
                asked.add(name);
                return super.loadClass(name);
            }
        });
        try {
            assertThatExceptionOfType(MessageFormatException.class)
                    .isThrownBy(() -> strict.read(bytes, "getObject"))
                    .withMessageContaining("$Gone is not allowed");
            assertThat(asked).isEmpty();
            assertThatExceptionOfType(MessageFormatException.class)
                    .isThrownBy(() -> allowing("*").read(bytes, "getObject"))
                    .withMessageContaining("ClassNotFoundException")
                    .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-OBJECT-UNREADABLE"));
            assertThat(asked).contains(PACKAGE + ".ObjectPolicyTest$Gone");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void classesAreAllowedByNamePackageOrAltogether() throws JMSException {
        Order order = new Order("7", List.of(new Line(1)));
        for (String pattern : List.of("io.anyqueue.*", PACKAGE + ".*", "*")) {
            assertThat(copy(allowing(pattern), order)).isEqualTo(order);
        }
        assertThat(copy(allowing(Order.class.getName(), Line.class.getName()), order))
                .isEqualTo(order);
        assertThat(copy(allowing(Colour.class.getName()), Colour.RED)).isEqualTo(Colour.RED);
        refused(allowing(Order.class.getName()), order, Line.class.getName());
        refused(allowing("io.any.*"), order, Order.class.getName());
        refused(allowing("io.anyqueue.internal.mess"), order, Order.class.getName());
    }

    @Test
    void anArrayIsAllowedWhereItsElementsAre() throws JMSException {
        assertThat(copy(allowing(Line.class.getName()), new Line[][] {{new Line(1)}}))
                .isEqualTo(new Line[][] {{new Line(1)}});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"com.*.example", "com.example.**", "com..example", ".example", "*.*", "com.example.", "a b"})
    void aPatternOfNoKnownFormIsAConfigurationError(String pattern) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> allowing(pattern))
                .withMessageContaining("objectMessage.allow")
                .withMessageContaining(pattern);
    }

    @Test
    void anObjectThatReplacesItselfWithARefusedOneIsRefused() {
        refused(allowing(Masked.class.getName()), new Masked(), Line.class.getName());
    }

    @Test
    void dynamicProxiesAreRefusedEvenWhereEverythingIsAllowed() {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Comparable.class}, new SerializableHandler());

        refused(allowing("*"), proxy, "dynamic proxy of java.lang.Comparable");
    }

    @Test
    @Timeout(60)
    void setsThatHoldEachOtherTwiceAreRefusedBeforeTheyAreHashed() throws JMSException {
        // The classic: each level is hashed twice as often as the one above it. Written without hashing it here.
        byte[] bytes = ObjectPolicy.write(new ArrayList<>(List.of(bomb(45))));

        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> strict.read(hashed(bytes), "getObject"))
                .withMessageContaining("expand without bound")
                .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-OBJECT-REFUSED"));
    }

    @Test
    @Timeout(60)
    void listsThatRepeatEachOtherAreRefusedThoughTheyAreShallow() throws JMSException {
        List<Object> level = new ArrayList<>(List.of("x"));
        for (int depth = 0; depth < 5; depth++) {
            level = new ArrayList<>(Collections.nCopies(1000, level));
        }

        refused(strict, level, "expand without bound");
    }

    @Test
    @Timeout(60)
    void keysOfOneHashAreRefusedBeforeTheyFillATable() {
        Map<Object, Object> lists = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            lists.put(new ArrayList<>(List.of(i, -31 * i)), i);
        }
        Set<Object> texts = new HashSet<>(collidingTexts(12));

        refused(strict, lists, "have the same hash");
        refused(strict, texts, "have the same hash");
        refused(strict, Set.copyOf(texts), "have the same hash");
    }

    @Test
    void ordinaryValuesThatShareAHashAreNoBomb() throws JMSException {
        List<Object> rows = new ArrayList<>();
        for (int i = 1; i < 150; i++) {
            rows.add(new HashMap<>(Map.of("k" + i, "k" + i)));
            rows.add(new HashSet<>(Set.of(i, -i)));
            for (int j = 1; j < i; j++) {
                rows.add(new HashSet<>(Set.of(i, j)));
            }
        }

        assertThat(copy(strict, rows)).isEqualTo(rows);
    }

    @Test
    void equalValuesAndAFewCollisionsAreNoBomb() throws JMSException {
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(new ArrayList<>(List.of("same", i % 40, -31 * (i % 40))));
        }
        List<Object> texts = new ArrayList<>(collidingTexts(6));

        assertThat(copy(strict, rows)).isEqualTo(rows);
        assertThat(copy(strict, texts)).isEqualTo(texts);
    }

    @Test
    void objectsOfAllowedClassesAreNotHashedWhileTheyAreRead() throws JMSException {
        Parent parent = new Parent();
        parent.children.add(new Child(parent));

        Parent copy = (Parent) copy(allowing(Parent.class.getName(), Child.class.getName()), parent);

        assertThat(copy.children).hasSize(1);
        assertThat(copy.children.get(0).parent).isSameAs(copy);
    }

    @Test
    void aCollectionThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Object[] array = new Object[1];
        array[0] = array;
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);

        Set<Object> set = new HashSet<>();
        set.add(set);

        refused(strict, set, "contains itself");
        refused(strict, list, "contains itself");
        refused(strict, array, "contains itself");
        refused(strict, map, "contains itself");
    }

    @Test
    void graphsAreLimitedInDepthReferencesAndBytes() throws JMSException {
        Object deep = "x";
        for (int i = 0; i < 60; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        refused(strict, deep, "objectMessage.maxDepth");
        ObjectPolicy few = ObjectPolicy.from(Settings.defaults().with(ClientOptions.OBJECT_MAX_REFERENCES, 10, "test"));
        refused(few, new ArrayList<>(Collections.nCopies(20, "x")), "objectMessage.maxReferences");
        ObjectPolicy small = ObjectPolicy.from(Settings.defaults().with(ClientOptions.OBJECT_MAX_BYTES, 100L, "test"));
        refused(small, "x".repeat(200), "objectMessage.maxBytes");
        assertThat(copy(small, "x")).isEqualTo("x");
    }

    @Test
    void stringsAreReferencesToo() throws JMSException {
        List<Object> texts = new ArrayList<>();
        for (int i = 0; i < 100_001; i++) {
            texts.add(Integer.toString(i));
        }

        refused(strict, texts, "more references than the 100000 of option objectMessage.maxReferences");
        assertThat(copy(strict, new ArrayList<>(texts.subList(0, 50_000)))).isEqualTo(texts.subList(0, 50_000));
    }

    @Test
    void classesAreNoValuesThoughWhatTheyStandForIs() throws JMSException {
        refused(strict, String.class, "java.lang.Class");
        refused(strict, new ArrayList<>(List.of("x", String.class)), "java.lang.Class");
        refused(strict, new Object[] {Map.of("k", String.class)}, "java.lang.Class");
        refused(strict, ObjectStreamClass.lookup(String.class), "java.lang.Class");
        assertThat(copy(allowing("java.lang.Class"), String.class)).isEqualTo(String.class);
    }

    @Test
    @Timeout(60)
    void numbersOfOneHashAreRefusedBeforeTheyFillATable() {
        Set<Object> numbers = new HashSet<>();
        for (long i = 0; i < 40_000; i++) {
            numbers.add((i << 32) | i);
        }

        refused(strict, Set.copyOf(numbers), "have the same hash");
    }

    @Test
    void packedCoordinatesAreNoBomb() throws JMSException {
        List<Long> grid = new ArrayList<>();
        for (long x = 0; x < 256; x++) {
            for (long y = 0; y < 256; y++) {
                grid.add((x << 32) | y);
            }
        }

        assertThat(copy(strict, grid)).isEqualTo(grid);
        assertThat(copy(strict, new HashSet<>(grid))).isEqualTo(new HashSet<>(grid));
    }

    @Test
    void anArrayLargerThanTheStreamIsRefusedBeforeItIsMade() throws JMSException {
        byte[] bytes = ObjectPolicy.write(new long[] {1});
        int length = bytes.length - Long.BYTES - Integer.BYTES;
        bytes[length] = 0x7F;

        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> strict.read(bytes, "getObject"))
                .withMessageContaining("arrays larger than its own size");
    }

    @Test
    void manySharedLeavesAreNoBomb() {
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(new ArrayList<>(Collections.nCopies(50, "same")));
        }

        assertThatCode(() -> copy(strict, rows)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void brokenStreamsGiveOnlyMessageFormatExceptions(long seed) throws JMSException {
        Random random = new Random(seed);
        byte[] good = ObjectPolicy.write((Serializable) tree(random, 4));
        for (int i = 0; i < 500; i++) {
            byte[] bad = Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                strict.read(bad, "getObject");
            } catch (MessageFormatException e) {
                assertThat(e.getErrorCode()).startsWith("ANYQUEUE-OBJECT-");
            }
        }
    }

    @Test
    void aMadeUpClassNameIsShownShortAndWithoutControlCharacters() throws JMSException {
        byte[] bytes = rename(ObjectPolicy.write(new Trap()), "ObjectPolicyTest$Trap", "Object\nolicyTest$Trap");

        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> strict.read(bytes, "getObject"))
                .withMessageContaining("Object?olicyTest$Trap")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private static ObjectPolicy allowing(String... patterns) {
        return ObjectPolicy.from(Settings.defaults().with(ClientOptions.OBJECT_ALLOW, List.of(patterns), "test"));
    }

    private static Object copy(ObjectPolicy policy, Object value) throws JMSException {
        return policy.read(ObjectPolicy.write((Serializable) value), "getObject");
    }

    private static void refused(ObjectPolicy policy, Object value, String reason) {
        assertThatExceptionOfType(MessageFormatException.class)
                .isThrownBy(() -> copy(policy, value))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo("ANYQUEUE-OBJECT-REFUSED"));
    }

    /** Lists in place of sets, since building nested sets would hash them; of another class than the list around them. */
    private static List<Object> bomb(int depth) {
        List<Object> left = new LinkedList<>();
        for (int level = 0; level < depth; level++) {
            List<Object> next = new LinkedList<>();
            next.add(left);
            next.add(left);
            next.add("level " + level);
            left = next;
        }
        return left;
    }

    /** Puts what was written as the element of a list into a HashSet, whose reading hashes it. */
    private static byte[] hashed(byte[] list) throws JMSException {
        // A HashSet's class description and data in place of the ArrayList's, up to the first element.
        byte[] listHead = ObjectPolicy.write(new ArrayList<>(List.of("x")));
        byte[] setHead = ObjectPolicy.write(new HashSet<>(List.of("x")));
        int element = 5; // end of block data, and the string: TC_STRING, two bytes of length, one character
        int listStart = listHead.length - element;
        int setStart = setHead.length - element;
        byte[] spliced = new byte[setStart + list.length - listStart];
        System.arraycopy(setHead, 0, spliced, 0, setStart);
        System.arraycopy(list, listStart, spliced, setStart, list.length - listStart);
        return spliced;
    }

    private static byte[] rename(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Object tree(Random random, int depth) {
        List<Object> children = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0 && depth > 0; i--) {
            children.add(tree(random, depth - 1));
        }
        return switch (random.nextInt(depth == 0 ? 2 : 5)) {
            case 0 -> random.nextLong();
            case 1 -> "s" + random.nextInt(100);
            case 2 -> children;
            case 3 -> new HashSet<>(children);
            default -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                children.forEach(child -> map.put("k" + map.size(), child));
                yield map;
            }
        };
    }

    /** 2^length texts of one hash. */
    private static List<String> collidingTexts(int length) {
        List<String> texts = List.of("");
        for (int i = 0; i < length; i++) {
            texts = texts.stream()
                    .flatMap(start -> Stream.of(start + "Aa", start + "BB"))
                    .toList();
        }
        return texts;
    }

    private static final class Parent implements Serializable {
        private static final long serialVersionUID = 1L;

        private final ArrayList<Child> children = new ArrayList<>();
    }

    /** Cannot be hashed before its parent is complete. */
    private static final class Child implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Parent parent;

        Child(Parent parent) {
            this.parent = parent;
        }

        @Override
        public int hashCode() {
            return parent.children.size();
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    private static final class SerializableHandler implements InvocationHandler, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object invoke(Object proxy, Method method, Object[] args) {
            return 0;
        }
    }
}
