package org.netmap4j.swap;

/** A class of pcap4j that is not as it must be to be woven: which, and what is different. */
public final class WeaveException extends Exception {
  private static final long serialVersionUID = 1L;

  WeaveException(String message) {
    super(message);
  }
}
