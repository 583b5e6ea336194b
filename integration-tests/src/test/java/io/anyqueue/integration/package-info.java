/** The whole stack at work: recovery, emulation, closing and load over the in-memory provider, and the architecture rules. */
package io.anyqueue.integration;
