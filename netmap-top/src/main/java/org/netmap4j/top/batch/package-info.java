/**
 * Output for scripts and files: text, CSV, JSON and NDJSON, a sample at a time. Each sample is made
 * whole in memory and leaves in one write, so what a reader sees is never half an object.
 */
@NullMarked
package org.netmap4j.top.batch;

import org.jspecify.annotations.NullMarked;
