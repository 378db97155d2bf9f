/**
 * The sampler: one thread that asks the source at even intervals and hands snapshots on. It never
 * waits for whoever shows them; a sink takes a snapshot and returns at once.
 */
@NullMarked
package org.netmap4j.top.sample;

import org.jspecify.annotations.NullMarked;
