package io.anyqueue.compliance;

import org.junit.platform.suite.api.ConfigurationParameter;

/** Runs the suite against {@link QueuesOnlyTarget}. */
@ComplianceSuite
@ConfigurationParameter(key = ComplianceSuite.TARGET, value = "io.anyqueue.compliance.QueuesOnlyTarget")
class QueuesOnlyComplianceTest {}
