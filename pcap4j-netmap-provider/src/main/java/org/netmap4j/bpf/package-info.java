/**
 * Packet filters: the language of pcap-filter(7) compiled to classic BPF, and classic BPF run.
 *
 * <p>{@link org.netmap4j.bpf.BpfFilter} is where to begin. Nothing here needs libpcap.
 */
@NullMarked
package org.netmap4j.bpf;

import org.jspecify.annotations.NullMarked;
