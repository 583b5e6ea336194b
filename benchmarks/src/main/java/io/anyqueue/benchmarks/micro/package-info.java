/** Measures single pieces of the hot paths with JMH: time and allocation for each operation. */
@NullMarked
package io.anyqueue.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
