/** A program of pcap4j's, loaded with pcap4j as it is and with pcap4j woven. */
@NullMarked
package org.netmap4j.bench.pcap4j;

import org.jspecify.annotations.NullMarked;
