package org.netmap4j.bench;

import org.netmap4j.BatchHandler;
import org.netmap4j.Packet;
import org.netmap4j.PacketBatch;
import org.netmap4j.PacketHandler;

/**
 * Four classes of listeners: a program that uses as many at one place makes its calls megamorphic,
 * which is what costs. Each adds up something else, so that none can stand for another.
 */
final class Listeners {
  private Listeners() {}

  /** Takes packets either way, and adds up what it reads. */
  abstract static class Listener implements PacketHandler, BatchHandler {
    long sum;
  }

  /** The first {@code count} of the four. */
  static Listener[] of(int count) {
    Listener[] listeners = new Listener[count];
    for (int i = 0; i < count; i++) {
      listeners[i] =
          switch (i) {
            case 0 -> new First();
            case 1 -> new Second();
            case 2 -> new Third();
            default -> new Fourth();
          };
    }
    return listeners;
  }

  private static final class First extends Listener {
    @Override
    public void onPacket(Packet packet) {
      sum += Frames.headers(packet);
    }

    @Override
    public void onBatch(PacketBatch batch) {
      int local = 0;
      for (int i = 0; i < batch.size(); i++) {
        local += Frames.headers(batch, i);
      }
      sum += local;
    }
  }

  private static final class Second extends Listener {
    @Override
    public void onPacket(Packet packet) {
      sum += Frames.headers(packet) ^ 1;
    }

    @Override
    public void onBatch(PacketBatch batch) {
      int local = 0;
      for (int i = 0; i < batch.size(); i++) {
        local += Frames.headers(batch, i) ^ 1;
      }
      sum += local;
    }
  }

  private static final class Third extends Listener {
    @Override
    public void onPacket(Packet packet) {
      sum += Frames.headers(packet) ^ 2;
    }

    @Override
    public void onBatch(PacketBatch batch) {
      int local = 0;
      for (int i = 0; i < batch.size(); i++) {
        local += Frames.headers(batch, i) ^ 2;
      }
      sum += local;
    }
  }

  private static final class Fourth extends Listener {
    @Override
    public void onPacket(Packet packet) {
      sum += Frames.headers(packet) ^ 3;
    }

    @Override
    public void onBatch(PacketBatch batch) {
      int local = 0;
      for (int i = 0; i < batch.size(); i++) {
        local += Frames.headers(batch, i) ^ 3;
      }
      sum += local;
    }
  }
}
