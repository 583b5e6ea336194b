/** Messages to AMQP sections and back, by the AMQP JMS mapping; knows nothing of connections. */
@NullMarked
package io.anyqueue.amqp.codec;

import org.jspecify.annotations.NullMarked;
