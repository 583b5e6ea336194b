package io.anyqueue.compliance;

import org.junit.platform.suite.api.ConfigurationParameter;

/** Runs the suite against {@link QpidJmsOnArtemisTarget}. */
@ComplianceSuite
@ConfigurationParameter(key = ComplianceSuite.TARGET, value = "io.anyqueue.compliance.QpidJmsOnArtemisTarget")
class QpidJmsOnArtemisComplianceTest {}
