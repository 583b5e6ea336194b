package io.anyqueue.internal.selector;

/**
 * What the text of a selector alone says about the type of a value. Where it says something, the grammar of section
 * 3.8.1.1 is enforced when the selector is compiled; an identifier takes part everywhere, because its type differs
 * between messages.
 */
enum StaticType {
    STRING("a string"),
    NUMBER("a number"),
    CONDITION("a condition"),
    BY_MESSAGE("an identifier");

    private final String description;

    StaticType(String description) {
        this.description = description;
    }

    /** True where the value can be a number: arithmetic and ordering are open to it. */
    boolean mayBeNumber() {
        return this == NUMBER || this == BY_MESSAGE;
    }

    /** For error messages: the type with its article. */
    String description() {
        return description;
    }
}
