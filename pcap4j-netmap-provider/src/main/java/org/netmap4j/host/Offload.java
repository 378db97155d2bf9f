package org.netmap4j.host;

/**
 * A feature of an interface that changes what netmap gets to see of packets.
 *
 * @param name as {@code ethtool -K} takes it: {@code gro}, {@code tso}, {@code tx}
 * @param on whether it is switched on
 * @param changeable whether it can be switched; where it cannot, ethtool says {@code [fixed]}
 */
public record Offload(String name, boolean on, boolean changeable) {}
