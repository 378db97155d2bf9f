package org.netmap4j.engine;

/**
 * A port of a VALE switch, as NETMAP_REQ_VALE_LIST names it.
 *
 * @param name its name, {@code valeX:port}
 * @param bridgeIndex the switch's number
 * @param portIndex the port's number on the switch
 */
public record ValePort(String name, int bridgeIndex, int portIndex) {}
