/**
 * Naming: a context that binds connection factories, queues and topics from its environment or a properties file, and
 * the factory that turns references of a naming service back into objects.
 *
 * <table>
 * <caption>Keys of the environment and of the properties file; the environment precedes</caption>
 * <tr><th>key</th><th>value</th></tr>
 * <tr><td>{@code java.naming.factory.initial}</td><td>{@code io.anyqueue.jndi.AnyQueueInitialContextFactory}</td></tr>
 * <tr><td>{@code java.naming.provider.url}</td><td>a {@code file:}, {@code jar:} or {@code classpath:} URL of a properties
 *   file, or a broker URL for the names {@code ConnectionFactory},
 *   {@code QueueConnectionFactory} and {@code TopicConnectionFactory}</td></tr>
 * <tr><td>{@code connectionFactory.<name>} or {@code connectionfactory.<name>}</td><td>a broker URL</td></tr>
 * <tr><td>{@code queue.<name>}</td><td>the queue's name at the broker</td></tr>
 * <tr><td>{@code topic.<name>}</td><td>the topic's name at the broker</td></tr>
 * </table>
 *
 * <p>Names may contain slashes: {@code queue.jms/orders}. Without any {@code connectionFactory.} key and without a broker
 * URL, those three names are the factory that {@link io.anyqueue.AnyQueue#connectionFactory()} gives.
 * {@code dynamicQueues/NAME} and {@code dynamicTopics/NAME} need no binding.
 */
@NullMarked
package io.anyqueue.jndi;

import org.jspecify.annotations.NullMarked;
