package io.anyqueue.spi;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a connection can do, each capability with how it comes about. Immutable. A capability that is not listed is absent.
 */
public final class Capabilities {

    /** How a capability comes about. */
    public enum Support {
        /** The peer does it. */
        NATIVE,
        /** The Jakarta Messaging objects do it on the client's side, with the guarantee that the documentation gives. */
        EMULATED,
        /** Refused with an exception that names the capability. */
        ABSENT
    }

    private final Map<String, Support> byName;

    private Capabilities(Map<String, Support> byName) {
        this.byName = byName;
    }

    /** Those given are native, all others absent. */
    public static Capabilities of(Collection<Capability> nativeOnes) {
        Map<String, Support> byName = new TreeMap<>();
        nativeOnes.forEach(each -> byName.put(each.name(), Support.NATIVE));
        return new Capabilities(byName);
    }

    /** A copy in which one capability has another support. */
    public Capabilities with(Capability capability, Support support) {
        Map<String, Support> copy = new TreeMap<>(byName);
        if (support == Support.ABSENT) {
            copy.remove(capability.name());
        } else {
            copy.put(capability.name(), support);
        }
        return new Capabilities(copy);
    }

    /** How a capability comes about; absent where it is not listed. */
    public Support support(Capability capability) {
        return byName.getOrDefault(capability.name(), Support.ABSENT);
    }

    /** True where the peer does it itself. */
    public boolean isNative(Capability capability) {
        return support(capability) == Support.NATIVE;
    }

    /** True where the peer does it or it is emulated. */
    public boolean supports(Capability capability) {
        return support(capability) != Support.ABSENT;
    }

    /** All that are present, by name, with how they come about. */
    @Override
    public String toString() {
        return byName.toString();
    }
}
