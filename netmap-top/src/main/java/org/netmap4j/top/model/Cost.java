package org.netmap4j.top.model;

/**
 * What the tool itself takes.
 *
 * @param cpuShare processor time as a share of one core, 1.0 for a whole one
 * @param samplesPerSecond how often the rings are looked at
 */
public record Cost(double cpuShare, double samplesPerSecond) {}
