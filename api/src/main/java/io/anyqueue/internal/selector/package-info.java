/**
 * Compiles message selectors (Jakarta Messaging 3.1, section 3.8) into predicates over
 * {@link io.anyqueue.spi.MessageData}; {@link io.anyqueue.internal.selector.SelectorParser} is the only way in.
 */
@NullMarked
package io.anyqueue.internal.selector;

import org.jspecify.annotations.NullMarked;
