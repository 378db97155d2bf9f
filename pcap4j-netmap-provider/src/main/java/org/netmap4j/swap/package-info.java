/**
 * pcap4j on netmap ports: pcap4j's native methods are answered by this library.
 *
 * <pre>
 *   a program, unchanged
 *        |
 *   pcap4j: PcapHandle, Pcaps, NativeMappings        woven: natives became calls
 *        |
 *   org.pcap4j.core.Netmap*                          ours, defined beside pcap4j's classes
 *        |                    |
 *   org.netmap4j.swap.backend  libpcap, if the machine has it: for names that are not ours
 * </pre>
 *
 * <p>{@link org.netmap4j.swap.SwapAgent} weaves in the JVM as classes are loaded, {@link
 * org.netmap4j.swap.Weave} writes a woven jar; both use {@link org.netmap4j.swap.Weaver}.
 */
@NullMarked
package org.netmap4j.swap;

import org.jspecify.annotations.NullMarked;
