/**
 * How fast rings are, against C on the same memory, and savefiles, against libpcap.
 *
 * <p>{@link org.netmap4j.bench.Bench} runs each benchmark in several JVMs, one after the other, in
 * shuffled rounds, since code generation differs from one JVM to the next. In each, {@link
 * org.netmap4j.bench.RingPair} has Java and C handle a ring in turn. The answer is the ratio of the
 * two, which says more than either figure. A {@link org.netmap4j.bench.BenchPort} is a port whose
 * sync costs nothing: what is measured is what the library does per packet. The peer is {@code
 * peer.c}, compiled by gcc -O3 when the benchmarks run.
 */
@NullMarked
package org.netmap4j.bench;

import org.jspecify.annotations.NullMarked;
