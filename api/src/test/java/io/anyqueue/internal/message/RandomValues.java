package io.anyqueue.internal.message;

import java.util.Random;

/** Values that maps and streams may hold. */
final class RandomValues {

    private RandomValues() {}

    static Object next(Random random) {
        return switch (random.nextInt(11)) {
            case 0 -> random.nextBoolean();
            case 1 -> (byte) random.nextInt();
            case 2 -> (short) random.nextInt();
            case 3 -> (char) random.nextInt();
            case 4 -> random.nextInt();
            case 5 -> random.nextLong();
            case 6 -> random.nextFloat();
            case 7 -> random.nextDouble();
            case 8 -> Long.toString(random.nextLong());
            case 9 -> null;
            default -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }
}
