package io.anyqueue.compliance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Runs every test of the suite against the target that the class names with
 * {@code @ConfigurationParameter(key = ComplianceSuite.TARGET, value = "...")}. Tests that only real time can decide
 * carry the tag {@code slow}; {@code @ExcludeTags("slow")} beside this annotation leaves them out.
 */
@Suite
@SelectPackages("io.anyqueue.compliance.tests")
@IncludeClassNamePatterns(".*Tests")
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ComplianceSuite {

    /** Configuration parameter: the binary name of a {@link ComplianceTarget} with a constructor without arguments. */
    String TARGET = "anyqueue.compliance.target";

    /**
     * Configuration parameter: the directory into which reports are written, {@code target/compliance} by default;
     * {@code none} writes nothing.
     */
    String REPORT = "anyqueue.compliance.report";
}
