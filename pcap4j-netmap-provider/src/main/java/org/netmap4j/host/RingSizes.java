package org.netmap4j.host;

/**
 * The sizes of an interface's own rings, in descriptors, as {@code ethtool -g} shows them.
 *
 * @param receive of each receive ring now
 * @param receiveMost the most that the driver takes
 * @param transmit of each transmit ring now
 * @param transmitMost the most that the driver takes
 */
public record RingSizes(int receive, int receiveMost, int transmit, int transmitMost) {}
