package org.netmap4j.engine;

/** Why a packet that reached a port did not get through one of its rings. */
public enum DropCause {
  /** It came faster than it was read: the queue before the ring was full. */
  QUEUE_FULL("queue full"),
  /** Only a part of it could be had. */
  TRUNCATED("truncated"),
  /** It is longer than the ring, or the link, can carry. */
  TOO_LONG("too long"),
  /** It is shorter than an Ethernet header. */
  TOO_SHORT("too short"),
  /** Its slot names no buffer of the region, or a length beyond it. */
  BAD_SLOT("bad slot"),
  /** The link refused it. */
  LINK("refused by the link");

  private final String text;

  DropCause(String text) {
    this.text = text;
  }

  /** The cause in words. */
  public String text() {
    return text;
  }
}
