/**
 * How a connection factory is configured: the URL, the options and their sources, and the provider that serves them.
 *
 * <p><b>Which URL.</b> The first of: the argument or builder, the system property {@code anyqueue.url}, the environment
 * variable {@code ANYQUEUE_URL}, the key {@code anyqueue.url} of the file {@code anyqueue.properties} on the class path
 * (context class loader, then ours; UTF-8). For a connection named {@code orders} the keys are {@code anyqueue.orders.url}
 * and {@code ANYQUEUE_ORDERS_URL}, and there is no falling back to the URL without a name.
 *
 * <p><b>Which value of an option.</b> The first of: the builder, the URL (user and password before {@code @}, then the
 * query), and outside of these, for a named connection, system property, environment and file with keys that carry its
 * name; then system property, environment and file with keys that do not. In each place the key that names the chosen
 * provider precedes the one that does not: {@code anyqueue.amqp.prefetch} before {@code anyqueue.prefetch}. The last
 * resort is the option's default.
 *
 * <p><b>Environment variables</b> are named after the keys: dots and hyphens become underscores, an underscore goes
 * before each capital that follows a small letter or digit, and all becomes upper case. So {@code anyqueue.prefetchBytes}
 * is {@code ANYQUEUE_PREFETCH_BYTES}, and {@code anyqueue.objectMessage.allow} is {@code ANYQUEUE_OBJECT_MESSAGE_ALLOW}. An
 * empty variable counts as not set.
 *
 * <p>Everything here is immutable or confined to one resolution; no class loader is kept in static state.
 */
@NullMarked
package io.anyqueue.internal.config;

import org.jspecify.annotations.NullMarked;
