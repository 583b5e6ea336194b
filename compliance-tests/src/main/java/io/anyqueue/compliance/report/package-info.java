/** The catalogue of requirements, the outcome of each test, and the reports made of them. */
@NullMarked
package io.anyqueue.compliance.report;

import org.jspecify.annotations.NullMarked;
