package org.netmap4j.top.ui;

import java.time.ZoneId;

/**
 * What stays the same on the screen for a whole run.
 *
 * @param glyphs the characters that draw
 * @param zone the zone of the clock in the title
 * @param version the tool's version
 * @param keys what keys stand for
 */
public record Look(Glyphs glyphs, ZoneId zone, String version, KeyMap keys) {}
