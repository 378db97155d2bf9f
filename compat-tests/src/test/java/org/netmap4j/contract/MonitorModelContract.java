package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.Seeds;

/**
 * Random traffic one way through a pipe or a switch, past monitors that are read at random, held
 * against a model of what each of them is shown and loses.
 */
abstract class MonitorModelContract extends Contract {
  private static final int STEPS = 2000;
  private static final int LENGTH = 60;
  private static final int NUMBER = 20;

  private final Random random = Seeds.random(MonitorModelContract.class);

  /** A receive ring: the packets in it that were not released yet, by their numbers. */
  private class Reader {
    final Opened port;
    final int slots;
    final Deque<Integer> held = new ArrayDeque<>();
    private int taken;

    Reader(Opened port) {
      this.port = port;
      slots = port.rx().slots();
    }

    int room() {
      return slots - 1 - held.size();
    }

    void take() {
      int count = random.nextInt(held.size() - taken + 1);
      taken += count;
      port.rx().advance((port.rx().head() + count) % slots);
    }

    /** A sync; answers what it released. */
    List<Integer> sync() throws NetmapException {
      port.port.rxsync();
      List<Integer> released = new ArrayList<>();
      for (; taken > 0; taken--) {
        released.add(held.remove());
      }
      RawRing rx = port.rx();
      List<Integer> found = new ArrayList<>();
      for (int i = rx.head(); i != rx.tail(); i = (i + 1) % slots) {
        assertEquals(LENGTH, rx.len(i));
        found.add(ByteBuffer.wrap(rx.get(i)).getInt(NUMBER));
      }
      assertEquals(List.copyOf(held), found);
      return released;
    }
  }

  /** A monitor, and for one without copies those behind it, which see what it releases. */
  private final class Watcher extends Reader {
    private final List<Watcher> behind = new ArrayList<>();
    private long shown;
    private long lost;

    Watcher(Opened port) {
      super(port);
    }

    /** Is shown packets: of those that find no room the oldest are lost. */
    void show(List<Integer> numbers) {
      int more = Math.max(0, numbers.size() - room());
      held.addAll(numbers.subList(more, numbers.size()));
      shown += numbers.size();
      lost += more;
    }

    @Override
    List<Integer> sync() throws NetmapException {
      List<Integer> released = super.sync();
      behind.forEach(watcher -> watcher.show(released));
      return released;
    }

    void count() throws NetmapException {
      port.registration
          .counters(port.port.rxRings().getFirst().id())
          .ifPresent(counters -> {
            assertEquals(lost, counters.dropped());
            assertEquals(shown - lost, counters.packets());
          });
    }
  }

  /** Two ports, and who watches them. */
  private final class Traffic {
    private final boolean pipe = random.nextBoolean();
    private final Opened from;
    private final Reader to;
    private final List<Watcher> all = new ArrayList<>();
    private final List<Watcher> sending = new ArrayList<>();
    private final List<Watcher> arriving = new ArrayList<>();
    private final List<Watcher> sent = new ArrayList<>();
    private final List<Watcher> released = new ArrayList<>();
    private final List<Integer> queued = new ArrayList<>();

    /** Through a pipe a packet has been sent when the sender finds that it was released. */
    private final List<Integer> returned = new ArrayList<>();

    private int number;

    Traffic() throws NetmapException {
      String base = name(pipe ? "mo" : "vale");
      String first = pipe ? base + "{1" : base + ":a";
      String second = pipe ? base + "}1" : base + ":b";
      int there = random.nextInt(3, 20);
      from = open(first, builder -> builder.txSlots(there).rxSlots(8));
      int slots = random.nextInt(3, 20);
      to = new Reader(open(second, builder -> builder.txSlots(8).rxSlots(slots)));
      watch(first + "/t", sending);
      watch(first + "/rt", sending);
      watch(second + "/r", arriving);
      watch(second + "/rt", arriving);
      if (random.nextBoolean()) { // both ends would show each other's exchanged buffers
        chain(first, sent);
      } else {
        chain(second, released);
      }
    }

    private void watch(String name, List<Watcher> place) throws NetmapException {
      if (random.nextBoolean()) {
        int slots = random.nextInt(2, 20);
        Watcher watcher = new Watcher(open(name, builder -> builder.slots(slots)));
        all.add(watcher);
        place.add(watcher);
      }
    }

    private void chain(String name, List<Watcher> place) throws NetmapException {
      watch(name + "/z", place);
      if (!place.isEmpty()) {
        watch(name + "/z", place.getFirst().behind);
      }
    }

    private void queue() {
      RawRing tx = from.tx();
      for (int i = random.nextInt(tx.slots()); i > 0 && tx.head() != tx.tail(); i--) {
        byte[] frame = frame(1, LENGTH);
        ByteBuffer.wrap(frame).putInt(NUMBER, number);
        tx.put(tx.head(), frame, 0);
        tx.advance((tx.head() + 1) % tx.slots());
        queued.add(number++);
      }
    }

    private void txsync() throws NetmapException {
      from.port.txsync();
      List<Integer> packets = List.copyOf(queued);
      queued.clear();
      // a pipe's sender had no more room than this, so all fit
      List<Integer> arrived = packets.subList(0, Math.min(packets.size(), to.room()));
      to.held.addAll(arrived);
      sending.forEach(watcher -> watcher.show(packets));
      arriving.forEach(watcher -> watcher.show(arrived));
      List<Integer> done = pipe ? List.copyOf(returned) : packets;
      returned.clear();
      sent.forEach(watcher -> watcher.show(done));
    }

    private void rxsync() throws NetmapException {
      List<Integer> gone = to.sync();
      released.forEach(watcher -> watcher.show(gone));
      returned.addAll(gone);
    }

    void step() throws NetmapException {
      boolean watching = random.nextInt(3) == 0 && !all.isEmpty();
      Reader reader = watching ? all.get(random.nextInt(all.size())) : to;
      switch (random.nextInt(6)) {
        case 0, 1 -> queue();
        case 2 -> txsync();
        case 3 -> reader.take();
        default -> {
          if (watching) {
            reader.sync();
          } else {
            rxsync();
          }
        }
      }
    }

    void end() throws NetmapException {
      for (Watcher watcher : all) {
        watcher.sync();
        watcher.count();
      }
      all.forEach(watcher -> close(watcher.port));
      close(from);
      close(to.port);
    }
  }

  @Test
  void monitorsSeeEverythingInOrderOrLoseTheOldest() throws NetmapException {
    rounds(() -> {
      Traffic traffic = new Traffic();
      for (int step = 0; step < STEPS; step++) {
        traffic.step();
      }
      traffic.end();
      return STEPS;
    });
  }
}
