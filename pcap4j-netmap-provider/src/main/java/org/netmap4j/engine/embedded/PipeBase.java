package org.netmap4j.engine.embedded;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a pipe's sign: it gives the pipes of its name their memory, and by default
 * their number of slots.
 *
 * @param name the name before the sign
 * @param region the memory, held for as long as there is a pipe
 * @param txSlots slots of a transmit ring where nothing else is asked for
 * @param rxSlots slots of a receive ring
 * @param port the VALE port that is kept for the pipes, if it is one
 * @param pipes the pipes by what stands behind the sign
 */
record PipeBase(
    String name,
    Region region,
    int txSlots,
    int rxSlots,
    @Nullable SwitchPort port,
    Map<String, Pipe> pipes) {
  PipeBase(String name, Region region, PortShape slots, @Nullable SwitchPort port) {
    this(name, region, slots.txSlots(), slots.rxSlots(), port, new HashMap<>());
  }
}
