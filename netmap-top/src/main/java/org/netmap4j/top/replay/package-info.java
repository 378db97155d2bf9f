/**
 * Samples that were recorded, played back: a log of NDJSON objects, as the tool writes them,
 * becomes a source of readings again.
 */
@NullMarked
package org.netmap4j.top.replay;

import org.jspecify.annotations.NullMarked;
