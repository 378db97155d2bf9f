/**
 * The screen. {@link org.netmap4j.top.ui.View} draws a pure function of one snapshot and one state
 * onto a {@link org.netmap4j.top.ui.Canvas}, a pane per class; {@link org.netmap4j.top.ui.Keys}
 * turns keys into states; {@link org.netmap4j.top.ui.ScreenLoop} is the one thread that does both,
 * and sends the difference between two frames to the terminal.
 */
@NullMarked
package org.netmap4j.top.ui;

import org.jspecify.annotations.NullMarked;
