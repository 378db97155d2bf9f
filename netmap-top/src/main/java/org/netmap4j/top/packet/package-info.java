/**
 * Packets in words: what one says, who talks to whom. Bytes may be anything; memory is bounded.
 *
 * <p>The one place that knows pcap4j, of which it uses the packets alone: nothing here captures.
 */
@NullMarked
package org.netmap4j.top.packet;

import org.jspecify.annotations.NullMarked;
