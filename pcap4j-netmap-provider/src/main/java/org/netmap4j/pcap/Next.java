package org.netmap4j.pcap;

/** What became of waiting for one packet. */
public enum Next {
  /** It was handed over. */
  PACKET,
  /** None came in time; in non-blocking mode: none was there. */
  TIMEOUT,
  /** {@link NetmapHandle#breakLoop} or {@link NetmapHandle#close} ended the wait. */
  BREAK,
  /** None will ever come, as after the end of a savefile that was played. */
  END
}
