package org.netmap4j.observe;

/**
 * A process that holds a region, or the module's device.
 *
 * @param pid its number
 * @param command its name as the system has it (comm), made printable
 * @param self whether it is this process
 */
public record Owner(long pid, String command, boolean self) {
  @Override
  public String toString() {
    return command + "[" + pid + "]";
  }
}
