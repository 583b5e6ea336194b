/** The data structures of one queue: messages in order, positions in them, deliveries under way, and due times. */
@NullMarked
package io.anyqueue.inmemory.store;

import org.jspecify.annotations.NullMarked;
