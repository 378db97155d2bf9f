package org.netmap4j.observe;

/**
 * A process whose rings cannot be read, or not all of them.
 *
 * @param owner the process
 * @param cause why not
 * @param remedy what would help
 */
public record Refusal(Owner owner, String cause, String remedy) {
  /** All of it in one line. */
  public String message() {
    return owner + ": " + cause + "; " + remedy;
  }
}
