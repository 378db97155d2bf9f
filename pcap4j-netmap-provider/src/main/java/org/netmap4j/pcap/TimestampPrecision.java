package org.netmap4j.pcap;

/** How fine the times of packets are given. */
public enum TimestampPrecision {
  /** Whole microseconds. */
  MICRO,
  /** Nanoseconds, as far as they are known. */
  NANO
}
