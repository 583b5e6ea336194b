package io.anyqueue.inmemory;

/**
 * How a queue stood at one moment. Immutable.
 *
 * @param name the queue's name
 * @param depth messages that wait to be delivered
 * @param delayed messages that wait for their delivery time
 * @param inFlight messages delivered to open consumers, or on the way there, and not settled
 * @param consumers open consumers, without browsers
 */
public record QueueStatus(String name, int depth, int delayed, int inFlight, int consumers) {}
