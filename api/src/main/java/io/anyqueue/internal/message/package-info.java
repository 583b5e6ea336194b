/** The messages that applications hold: headers, properties and typed bodies, with every conversion of chapter 3. */
@NullMarked
package io.anyqueue.internal.message;

import org.jspecify.annotations.NullMarked;
