/**
 * Metrics for Prometheus: from snapshots to text, over HTTP or into a file for node_exporter's
 * textfile collector.
 *
 * <pre>
 *   {@link org.netmap4j.top.export.MetricsServer}   {@link org.netmap4j.top.export.TextfileWriter}
 *              \                 /
 *          {@link org.netmap4j.top.export.Exporter}           the latest page, as text
 *             |         \
 *         {@link org.netmap4j.top.export.Ledger}     Families   counters that never go back; their names
 * </pre>
 *
 * <p>The sampler feeds the exporter; whoever asks gets the latest sample. A series has the labels
 * {@code device}, {@code kind} and, where it is another process's, {@code owner}; its number is the
 * sum over all ports that have these in common, so no series is ever there twice.
 */
@NullMarked
package org.netmap4j.top.export;

import org.jspecify.annotations.NullMarked;
