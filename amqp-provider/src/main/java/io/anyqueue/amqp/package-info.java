/**
 * AMQP 1.0 on the protonj2 engine. One event loop owns all state of a connection; callers encode on their own threads and
 * hand work over through {@link io.anyqueue.amqp.Wire}.
 */
@NullMarked
package io.anyqueue.amqp;

import org.jspecify.annotations.NullMarked;
