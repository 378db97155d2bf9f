package org.netmap4j.host;

/**
 * Flow control of an interface, as {@code ethtool -a} shows it.
 *
 * @param autonegotiated whether it is agreed upon with the other end
 * @param receive whether it stops sending when the other end asks for it
 * @param transmit whether it asks the other end to stop
 */
public record Pause(boolean autonegotiated, boolean receive, boolean transmit) {}
