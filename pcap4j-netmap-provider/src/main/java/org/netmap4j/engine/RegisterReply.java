package org.netmap4j.engine;

/**
 * What a registration got.
 *
 * @param nifpOffset where the netmap_if is in the region (nr_offset)
 * @param memId the region (nr_mem_id)
 * @param buffers buffers in the region, the two reserved ones included: valid indices are below
 * @param extraBuffers extra buffers granted, chained from ni_bufs_head
 * @param kind what stands behind the port
 * @param maxTransmit the longest packet in bytes that the port sends, however many slots it takes
 */
public record RegisterReply(
    long nifpOffset, int memId, int buffers, int extraBuffers, PortKind kind, int maxTransmit) {}
