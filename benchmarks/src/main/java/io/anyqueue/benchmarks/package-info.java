/** Measures AnyQueue and its peers on one definition of the work, each measurement in a JVM of its own. */
@NullMarked
package io.anyqueue.benchmarks;

import org.jspecify.annotations.NullMarked;
