/**
 * What the author of a provider touches: the target, the features it claims, and the suite that runs against it.
 *
 * <p>A provider is held to Jakarta Messaging 3.1 by one class that says how to reach it and one that runs the suite:
 *
 * <pre>{@code
 * public final class AcmeTarget implements ComplianceTarget {
 *     public String name() { return "acme"; }
 *     public ConnectionFactory connectionFactory() { return new AcmeConnectionFactory("localhost"); }
 * }
 *
 * @ComplianceSuite
 * @ConfigurationParameter(key = ComplianceSuite.TARGET, value = "com.acme.AcmeTarget")
 * class AcmeComplianceTest {}
 * }</pre>
 */
@NullMarked
package io.anyqueue.compliance;

import org.jspecify.annotations.NullMarked;
