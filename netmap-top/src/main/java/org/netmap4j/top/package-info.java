/**
 * netmap-top: what every netmap ring does, live.
 *
 * <pre>
 *   {@link org.netmap4j.top.Main}      options, exit codes, who ends what
 *     |        |         |
 *     ui      batch      |            the screen; text, CSV, JSON
 *     |  \     |   \     |
 *   term  \    |    \    |            the terminal
 *     |    +-- sample ---+            one thread asks the source at even intervals
 *     |    |     |
 *     |  units   |                    numbers for people
 *     |    |     |
 *     |   model--+                    readings, snapshots, where they come from
 * </pre>
 *
 * <p>Beside them stands {@code source}, the one place that knows the library: readings for the
 * sampler, taps and recordings. It has {@code packet} put packets in words.
 *
 * <p>Arrows point down only. A snapshot is immutable; the sampler makes it and never waits for
 * those who show it.
 */
@NullMarked
package org.netmap4j.top;

import org.jspecify.annotations.NullMarked;
