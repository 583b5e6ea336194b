package io.anyqueue.jndi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NotContextException;

/**
 * A read-only context over {@link Bindings}. A subcontext is a view of the names that begin with its own name and a slash.
 * Immutable and safe for use by any thread.
 *
 * <p>A name given as text is first taken as it stands, then as a composite name, whose quotes and escapes are resolved.
 */
final class AnyQueueContext extends ReadOnlyContext {
    private final Bindings bindings;
    private final Hashtable<?, ?> environment;
    private final String prefix;

    /**
     * A context.
     *
     * @param environment not changed by anybody from now on
     * @param prefix the context's own name with a slash at the end; empty for the initial context
     */
    AnyQueueContext(Bindings bindings, Hashtable<?, ?> environment, String prefix) {
        this.bindings = bindings;
        this.environment = environment;
        this.prefix = prefix;
    }

    @Override
    public Object lookup(Name name) throws NamingException {
        return lookupExact(text(name));
    }

    @Override
    public Object lookup(String name) throws NamingException {
        Object bound = name.isEmpty() ? null : bindings.find(prefix + name);
        return bound == null ? lookupExact(text(new CompositeName(name))) : bound;
    }

    /** There are no links, so the same as {@link #lookup(Name)}. */
    @Override
    public Object lookupLink(Name name) throws NamingException {
        return lookupExact(text(name));
    }

    @Override
    public Object lookupLink(String name) throws NamingException {
        return lookupLink(new CompositeName(name));
    }

    @Override
    public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
        AnyQueueContext context = subcontext(name);
        List<NameClassPair> pairs = new ArrayList<>();
        for (String child : context.children()) {
            pairs.add(new NameClassPair(child, context.className(child)));
        }
        return new ListedNames<>(pairs);
    }

    @Override
    public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
        return list(new CompositeName(name));
    }

    @Override
    public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
        AnyQueueContext context = subcontext(name);
        List<Binding> pairs = new ArrayList<>();
        for (String child : context.children()) {
            pairs.add(new Binding(child, context.className(child), context.lookupExact(child)));
        }
        return new ListedNames<>(pairs);
    }

    @Override
    public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
        return listBindings(new CompositeName(name));
    }

    @Override
    public Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>(environment);
    }

    @Override
    public String getNameInNamespace() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    @Override
    public String toString() {
        return "AnyQueueContext[" + getNameInNamespace() + ']';
    }

    private Object lookupExact(String name) throws NamingException {
        if (name.isEmpty()) {
            return new AnyQueueContext(bindings, environment, prefix);
        }
        Object bound = bindings.find(prefix + name);
        if (bound != null) {
            return bound;
        }
        if (bindings.isSubcontext(prefix + name)) {
            return new AnyQueueContext(bindings, environment, prefix + name + '/');
        }
        throw Failures.notFound(prefix + name, bindings.names());
    }

    private AnyQueueContext subcontext(Name name) throws NamingException {
        Object found = lookupExact(text(name));
        if (found instanceof AnyQueueContext context) {
            return context;
        }
        throw new NotContextException(
                "Name \"" + prefix + text(name) + "\" is bound to an object; expected a context to list");
    }

    /** The first parts of the names within this context. */
    private Set<String> children() {
        Set<String> children = new TreeSet<>();
        for (String name : bindings.names()) {
            if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                int slash = rest.indexOf('/');
                children.add(slash < 0 ? rest : rest.substring(0, slash));
            }
        }
        return children;
    }

    private String className(String child) {
        String name = prefix + child;
        return bindings.names().contains(name) ? bindings.className(name) : Context.class.getName();
    }

    private static String text(Name name) {
        return String.join("/", Collections.list(name.getAll()));
    }

    /** A list as JNDI enumerates it. For use by one thread. */
    private static final class ListedNames<T> implements NamingEnumeration<T> {
        private final Iterator<T> pairs;

        ListedNames(List<T> pairs) {
            this.pairs = pairs.iterator();
        }

        @Override
        public T next() {
            return pairs.next();
        }

        @Override
        public boolean hasMore() {
            return pairs.hasNext();
        }

        @Override
        public T nextElement() {
            return pairs.next();
        }

        @Override
        public boolean hasMoreElements() {
            return pairs.hasNext();
        }

        @Override
        public void close() {}
    }
}
