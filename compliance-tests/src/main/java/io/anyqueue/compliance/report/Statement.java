package io.anyqueue.compliance.report;

import org.jspecify.annotations.Nullable;

/**
 * One thing that Jakarta Messaging 3.1 asks of a provider, in the words of the catalogue. Immutable.
 *
 * @param id the section or API member, a hyphen, and a number: {@code 3.4.1-2}, {@code Session.createBrowser-1}
 * @param required whether a provider must do it; otherwise it should or may
 * @param untestable why no test can hold a provider to it; null where tests do
 */
public record Statement(
        String id,
        String chapter,
        boolean required,
        String text,
        @Nullable String untestable) {

    /** The part of the specification, or the member of the API, that says it. */
    public String section() {
        return id.substring(0, id.lastIndexOf('-'));
    }
}
