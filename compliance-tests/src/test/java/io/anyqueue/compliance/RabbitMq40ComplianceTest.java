package io.anyqueue.compliance;

import org.junit.platform.suite.api.ConfigurationParameter;

/** Runs the suite against {@link RabbitMq40Target}. */
@ComplianceSuite
@ConfigurationParameter(key = ComplianceSuite.TARGET, value = "io.anyqueue.compliance.RabbitMq40Target")
class RabbitMq40ComplianceTest {}
