/**
 * What the woven pcap4j asks instead of libpcap. Methods answer with libpcap's return codes, and
 * keep the text of what went wrong: pcap4j makes its exceptions of these.
 *
 * <p>Called by the classes that join pcap4j's package; not meant for others.
 */
@NullMarked
package org.netmap4j.swap.backend;

import org.jspecify.annotations.NullMarked;
