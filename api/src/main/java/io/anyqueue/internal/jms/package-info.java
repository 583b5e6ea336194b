/** The façades of Jakarta Messaging: they check arguments and state, delegate, and translate errors. */
@NullMarked
package io.anyqueue.internal.jms;

import org.jspecify.annotations.NullMarked;
