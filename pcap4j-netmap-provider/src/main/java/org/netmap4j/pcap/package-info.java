/**
 * Captures in the manner of pcap(3), on netmap ports: open by name, read with time-outs, filter,
 * send, ask for statistics.
 *
 * <p>{@link org.netmap4j.pcap.NetmapHandle} is one capture. Handles of this process on one port
 * share its registration, and each gets every packet: while there is one, it is handed the packets
 * where they lie in the rings; while there are several, whoever waits for packets copies them into
 * the queues of all, so none needs a thread of its own, and one that is never read loses its own
 * copies and nobody else's.
 *
 * <p><b>Threads.</b> Any call may come from any thread. Reads of one handle come one at a time, a
 * second one waits its turn as long as its time-out says; {@code inject} is serialised for the
 * port. {@code breakLoop} and {@code close} end a read that waits.
 */
@NullMarked
package org.netmap4j.pcap;

import org.jspecify.annotations.NullMarked;
