package org.netmap4j.observe;

/**
 * Rings that cannot be read, or not all of them.
 *
 * @param subject whose: a process, or the module's device
 * @param cause why not
 * @param remedy what would help
 */
public record Refusal(String subject, String cause, String remedy) {
  /** All of it in one line. */
  public String message() {
    return subject + ": " + cause + "; " + remedy;
  }
}
