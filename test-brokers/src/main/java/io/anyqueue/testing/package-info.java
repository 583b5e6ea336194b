/** Brokers that tests of several modules need, and the one rule on what happens where there is none. */
@NullMarked
package io.anyqueue.testing;

import org.jspecify.annotations.NullMarked;
