package io.anyqueue.compliance;

import org.junit.platform.suite.api.ConfigurationParameter;

/** Runs the suite against {@link AmqpOnArtemisTarget}. */
@ComplianceSuite
@ConfigurationParameter(key = ComplianceSuite.TARGET, value = "io.anyqueue.compliance.AmqpOnArtemisTarget")
class AmqpOnArtemisComplianceTest {}
