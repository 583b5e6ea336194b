/** What applications start from: {@link io.anyqueue.AnyQueue} gives out connection factories; all else is {@code jakarta.jms}. */
@NullMarked
package io.anyqueue;

import org.jspecify.annotations.NullMarked;
