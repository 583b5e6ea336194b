package io.anyqueue.internal.config;

/**
 * A value as text, and where it was found. Immutable; {@link #toString} shows the origin only.
 *
 * @param origin such as {@code URL} or {@code system property anyqueue.prefetch}
 * @param verbatim whether white space around it belongs to it even if it is no secret, because the application gave it; files
 *     and environment variables often end in some
 */
record FoundValue(String text, String origin, boolean verbatim) {

    @Override
    public String toString() {
        return "value from " + origin;
    }
}
