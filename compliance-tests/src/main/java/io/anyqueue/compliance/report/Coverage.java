package io.anyqueue.compliance.report;

import io.anyqueue.compliance.Requirement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Which tests hold which statements, found by looking at the tests of the suite. Immutable.
 *
 * @param testsOf names of tests, for each identifier that a test names
 * @param unnamed tests that name no statement
 */
public record Coverage(Map<String, List<String>> testsOf, List<String> unnamed) {

    /** Looks at every test of the suite. */
    public static Coverage scan() {
        Map<String, List<String>> testsOf = new TreeMap<>();
        List<String> unnamed = new ArrayList<>();
        List<Class<?>> classes = ReflectionSupport.findAllClassesInPackage(
                "io.anyqueue.compliance.tests", type -> true, name -> name.endsWith("Tests"));
        for (Class<?> type : classes) {
            for (Method method :
                    AnnotationSupport.findAnnotatedMethods(type, Test.class, HierarchyTraversalMode.TOP_DOWN)) {
                String test = type.getSimpleName() + "." + method.getName();
                Requirement requirement = method.getAnnotation(Requirement.class);
                if (requirement == null) {
                    unnamed.add(test);
                } else {
                    for (String id : requirement.value()) {
                        testsOf.computeIfAbsent(id, key -> new ArrayList<>()).add(test);
                    }
                }
            }
        }
        return new Coverage(testsOf, unnamed);
    }

    /** Whether a test names the statement. */
    public boolean tests(Statement statement) {
        return testsOf.containsKey(statement.id());
    }
}
