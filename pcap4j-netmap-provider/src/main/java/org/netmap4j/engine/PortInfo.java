package org.netmap4j.engine;

import org.netmap4j.engine.RegisterRequest.Geometry;

/**
 * What NETMAP_REQ_PORT_INFO_GET says of a port.
 *
 * @param geometry its rings and slots
 * @param memId its memory region
 * @param memoryBytes the region's size in bytes
 */
public record PortInfo(Geometry geometry, int memId, long memoryBytes) {}
