package io.anyqueue.amqp.codec;

import io.anyqueue.spi.Address;

/** Names as they are. */
enum PlainMapping implements MessageMapping {
    INSTANCE;

    @Override
    public String toWire(Address address) {
        return address.name();
    }

    @Override
    public Address fromWire(String wire, Address.Kind kind, Address consumed) {
        return new Address(kind == null ? consumed.kind() : kind, wire);
    }
}
