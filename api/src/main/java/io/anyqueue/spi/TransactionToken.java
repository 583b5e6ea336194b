package io.anyqueue.spi;

/** Names a transaction of one provider session (invariant 6). Opaque to all but the provider that made it. */
public interface TransactionToken {}
