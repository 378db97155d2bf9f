package org.netmap4j.host;

/**
 * A counter of a driver's, as {@code ethtool -S} shows it. What it counts, only the driver knows.
 *
 * @param name the driver's name for it, made printable
 * @param value since the driver began to count, unsigned
 */
public record DriverCounter(String name, long value) {}
