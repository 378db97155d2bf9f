package org.netmap4j.top.doctor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interface. What the machine does not say is null.
 *
 * @param name its name
 * @param loopback whether it is one
 * @param driver its driver; empty where it does not say
 * @param up whether it is administratively up
 * @param carrier whether there is something at the other end
 * @param otherEnd the interface below it or at its other end, in the same namespace
 * @param mtu its MTU
 * @param bufferBytes the size of the buffers that its packets go into
 * @param receiveQueues how many queues receive
 * @param transmitQueues how many queues send
 * @param netmapMode whether the module has it
 * @param mode {@code native} or {@code emulated}, while the module has it
 * @param offloads those that matter to netmap
 * @param flow flow control
 * @param rings the sizes of its own rings
 * @param losses the driver's counters of losses that moved between the two looks
 */
public record Device(
    String name,
    boolean loopback,
    String driver,
    @Nullable Boolean up,
    @Nullable Boolean carrier,
    @Nullable String otherEnd,
    int mtu,
    long bufferBytes,
    int receiveQueues,
    int transmitQueues,
    boolean netmapMode,
    @Nullable String mode,
    @Nullable List<Switch> offloads,
    @Nullable Flow flow,
    @Nullable Rings rings,
    @Nullable List<Loss> losses) {

  /** A feature, by ethtool's name; one that is not changeable cannot be switched. */
  public record Switch(String name, boolean on, boolean changeable) {}

  /** Flow control. */
  public record Flow(boolean autonegotiated, boolean receive, boolean transmit) {}

  /** The sizes of an interface's own rings, and the most that its driver takes. */
  public record Rings(int receive, int receiveMost, int transmit, int transmitMost) {}

  /** How much a counter rose between the looks. */
  public record Loss(String counter, long rose) {}
}
