/**
 * A complete message broker inside the JVM: the provider of {@code inmemory:} URLs. {@link io.anyqueue.inmemory.InMemoryBroker}
 * is the way in for tests that want its clock, its faults or a look inside.
 */
@NullMarked
package io.anyqueue.inmemory;

import org.jspecify.annotations.NullMarked;
