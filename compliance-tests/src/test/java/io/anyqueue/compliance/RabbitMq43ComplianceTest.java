package io.anyqueue.compliance;

import org.junit.platform.suite.api.ConfigurationParameter;

/** Runs the suite against {@link RabbitMq43Target}. */
@ComplianceSuite
@ConfigurationParameter(key = ComplianceSuite.TARGET, value = "io.anyqueue.compliance.RabbitMq43Target")
class RabbitMq43ComplianceTest {}
