/** The destinations that applications hold: addresses dressed as {@code jakarta.jms} queues and topics. */
@NullMarked
package io.anyqueue.internal.destination;

import org.jspecify.annotations.NullMarked;
