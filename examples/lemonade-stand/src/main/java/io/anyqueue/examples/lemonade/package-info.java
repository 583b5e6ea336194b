/**
 * The lemonade stand: a web page that counts visits through a queue, and a rush that shows that none is lost.
 *
 * <p>All that it knows of messaging is {@code jakarta.jms} and {@link io.anyqueue.AnyQueue#connectionFactory()}; a URL
 * decides on which broker it runs.
 */
@NullMarked
package io.anyqueue.examples.lemonade;

import org.jspecify.annotations.NullMarked;
