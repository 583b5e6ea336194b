@org.jspecify.annotations.NullMarked
package io.anyqueue.benchmarks;
