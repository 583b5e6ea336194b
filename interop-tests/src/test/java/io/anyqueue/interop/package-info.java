/** Unmodified third-party users of Jakarta Messaging, run on the in-memory provider. */
@NullMarked
package io.anyqueue.interop;

import org.jspecify.annotations.NullMarked;
