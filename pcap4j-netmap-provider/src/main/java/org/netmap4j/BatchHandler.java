package org.netmap4j;

/** Takes packets by the batch. */
@FunctionalInterface
public interface BatchHandler {
  /**
   * Takes a batch; it is valid until this returns. What is thrown here ends the call that gave it.
   */
  void onBatch(PacketBatch batch);
}
