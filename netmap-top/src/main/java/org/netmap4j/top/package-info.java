/**
 * netmap-top: what every netmap ring does, live.
 *
 * <pre>
 *   {@link org.netmap4j.top.Main}      options, exit codes, who ends what
 *     |        |         |
 *     ui      batch   export, replay  the screen; text, CSV, JSON; metrics; what was recorded
 *     |  \     |   \     |
 *   term  \    |    \    |            the terminal
 *     |    +-- sample ---+            one thread asks the source at even intervals
 *     |    |     |
 *     |  units   |                    numbers for people
 *     |    |     |
 *     |   model--+                    readings, snapshots, where they come from
 * </pre>
 *
 * <p>{@code source} is where all that is real comes from: readings, taps and recordings; it is the
 * one place that knows the library, and has {@code packet} put packets in words. {@code doctor}, on
 * the model, says what is wrong in what {@code source} has gathered. {@code config}, on the screen,
 * is what a user wants every time.
 *
 * <p>Arrows point down only. A snapshot is immutable; the sampler makes it and never waits for
 * those who show it.
 */
@NullMarked
package org.netmap4j.top;

import org.jspecify.annotations.NullMarked;
