package org.netmap4j.pcap;

/**
 * What a handle is opened with, as far as it is its own.
 *
 * @param snaplen the most bytes of a packet
 * @param direction which packets
 * @param precision how fine their times are
 * @param bufferSize bytes of its queue of copies, and what the port's rings are sized by
 * @param timeoutNanos how long a read waits; {@link Long#MAX_VALUE} for ever
 * @param nonBlocking whether reads do not wait at all
 * @param sendNow whether inject sends at once
 * @param immediate whether packets are handed over as they come, each of them
 * @param promiscuous whether frames for others are taken too
 */
record HandleOptions(
    int snaplen,
    Direction direction,
    TimestampPrecision precision,
    int bufferSize,
    long timeoutNanos,
    boolean nonBlocking,
    boolean sendNow,
    boolean immediate,
    boolean promiscuous) {}
