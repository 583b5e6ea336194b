/** The tests, one class for each area, and the workbench they share. */
@NullMarked
package io.anyqueue.compliance.tests;

import org.jspecify.annotations.NullMarked;
