/** Tests of the AMQP provider against real brokers, embedded. */
package io.anyqueue.amqp;
