/**
 * The terminal, below Lanterna's screen: descriptors 0 and 1 in raw mode on the alternate screen,
 * one write per frame, keys from bytes, and the way back, which is taken once whatever ends the
 * tool.
 *
 * <p>Threads: one writes frames, one reads keys, and any may call {@link
 * org.netmap4j.top.term.TtyTerminal#close}.
 */
@NullMarked
package org.netmap4j.top.term;

import org.jspecify.annotations.NullMarked;
