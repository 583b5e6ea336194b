package io.anyqueue.jndi;

import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameParser;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;

/** The part of a context that refuses every change, and the operations that are alike for all contexts. Stateless. */
abstract class ReadOnlyContext implements Context {

    @Override
    public final void bind(Name name, Object object) throws OperationNotSupportedException {
        throw Failures.readOnly("bind");
    }

    @Override
    public final void bind(String name, Object object) throws OperationNotSupportedException {
        throw Failures.readOnly("bind");
    }

    @Override
    public final void rebind(Name name, Object object) throws OperationNotSupportedException {
        throw Failures.readOnly("rebind");
    }

    @Override
    public final void rebind(String name, Object object) throws OperationNotSupportedException {
        throw Failures.readOnly("rebind");
    }

    @Override
    public final void unbind(Name name) throws OperationNotSupportedException {
        throw Failures.readOnly("unbind");
    }

    @Override
    public final void unbind(String name) throws OperationNotSupportedException {
        throw Failures.readOnly("unbind");
    }

    @Override
    public final void rename(Name oldName, Name newName) throws OperationNotSupportedException {
        throw Failures.readOnly("rename");
    }

    @Override
    public final void rename(String oldName, String newName) throws OperationNotSupportedException {
        throw Failures.readOnly("rename");
    }

    @Override
    public final void destroySubcontext(Name name) throws OperationNotSupportedException {
        throw Failures.readOnly("destroySubcontext");
    }

    @Override
    public final void destroySubcontext(String name) throws OperationNotSupportedException {
        throw Failures.readOnly("destroySubcontext");
    }

    @Override
    public final Context createSubcontext(Name name) throws OperationNotSupportedException {
        throw Failures.readOnly("createSubcontext");
    }

    @Override
    public final Context createSubcontext(String name) throws OperationNotSupportedException {
        throw Failures.readOnly("createSubcontext");
    }

    @Override
    public final Object addToEnvironment(String key, Object value) throws OperationNotSupportedException {
        throw Failures.readOnly("addToEnvironment");
    }

    @Override
    public final Object removeFromEnvironment(String key) throws OperationNotSupportedException {
        throw Failures.readOnly("removeFromEnvironment");
    }

    @Override
    public final NameParser getNameParser(Name name) {
        return CompositeName::new;
    }

    @Override
    public final NameParser getNameParser(String name) {
        return CompositeName::new;
    }

    @Override
    public final Name composeName(Name name, Name prefix) throws NamingException {
        Name composed = (Name) prefix.clone();
        return composed.addAll(name);
    }

    @Override
    public final String composeName(String name, String prefix) throws NamingException {
        return composeName(new CompositeName(name), new CompositeName(prefix)).toString();
    }

    /** Holds nothing that needs closing. */
    @Override
    public final void close() {}
}
