/**
 * How fast rings are, against C on the same memory.
 *
 * <p>{@link org.netmap4j.bench.Bench} runs each benchmark in several JVMs of its own, all of them
 * in shuffled rounds, so that a busy machine disturbs Java and C alike. The answer is the ratio of
 * the two in the same round, which says more than either figure. A {@link
 * org.netmap4j.bench.BenchPort} is a port whose sync costs nothing: what is measured is what the
 * library does per packet. The peer is {@code peer.c}, compiled by gcc -O3 when the benchmarks run.
 */
@NullMarked
package org.netmap4j.bench;

import org.jspecify.annotations.NullMarked;
