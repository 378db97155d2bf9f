package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.RawRing;
import org.netmap4j.scripted.Seeds;

/** Random use of both ends of a pipe, held against a model that counts slots. */
abstract class PipeModelContract extends Contract {
  private static final int STEPS = 2000;

  /** One direction: all counts are of slots since the beginning. */
  private final class Way {
    private final int slots;
    private final List<Integer> flags = new ArrayList<>();
    private int queued;
    private int sent;
    private int published;
    private int fetched;
    private int taken;
    private int released;

    Way(int slots) {
      this.slots = slots;
    }

    private int at(int count) {
      return count % slots;
    }

    /** Queues slots, with numbers in their buffers, as far as the ring says that there is room. */
    void queue(Opened from, int count) {
      RawRing tx = from.tx();
      for (int i = 0; i < count && tx.head() != tx.tail(); i++) {
        int more = random.nextInt(3) == 0 ? MOREFRAG : 0;
        tx.put(tx.head(), number(queued), more);
        flags.add(more);
        queued++;
        tx.advance(at(queued));
      }
    }

    void txsync(Opened from) throws NetmapException {
      from.port.txsync();
      sent = queued;
      for (int i = sent; i > published; i--) {
        if (flags.get(i - 1) == 0) {
          published = i;
          break;
        }
      }
      RawRing tx = from.tx();
      assertEquals(at(released + slots - 1), tx.tail(), "the sender's tail");
    }

    void rxsync(Opened to) throws NetmapException {
      to.port.rxsync();
      fetched = published;
      released = taken;
      RawRing rx = to.rx();
      assertEquals(at(fetched), rx.tail(), "the receiver's tail");
      for (int i = taken; i < fetched; i++) {
        assertEquals(i, number(rx.get(at(i))), "slot " + at(i));
        assertEquals(flags.get(i), rx.flags(at(i)) & MOREFRAG);
      }
    }

    /** Takes slots; of some, exchanges the buffer with one that the receiver may send from. */
    void take(Opened to, int count) {
      RawRing rx = to.rx();
      RawRing spare = to.tx();
      for (int i = 0; i < count && taken < fetched; i++) {
        if (random.nextInt(3) == 0 && spare.head() != spare.tail()) {
          int buffer = rx.buf(at(taken));
          rx.buf(at(taken), spare.buf(spare.head()));
          rx.flags(at(taken), BUF_CHANGED);
          spare.buf(spare.head(), buffer);
          spare.flags(spare.head(), BUF_CHANGED);
        }
        taken++;
        rx.advance(at(taken));
      }
    }
  }

  private final Random random = Seeds.random(PipeModelContract.class);

  private static byte[] number(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  private static int number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getInt();
  }

  @Test
  void nothingIsLostDoubledOrReordered() throws NetmapException {
    rounds(this::round);
  }

  private int round() throws NetmapException {
    String base = name("pm");
    int there = random.nextInt(2, 20);
    int back = random.nextInt(2, 20);
    Opened master = open(base + "{1", builder -> builder.txSlots(there).rxSlots(back));
    Opened slave = open(base + "}1");
    Way out = new Way(there);
    Way in = new Way(back);
    for (int step = 0; step < STEPS; step++) {
      boolean first = random.nextBoolean();
      Way way = first ? out : in;
      Opened from = first ? master : slave;
      Opened to = first ? slave : master;
      switch (random.nextInt(9)) {
        case 0, 1 -> way.queue(from, random.nextInt(there + back));
        case 2, 3 -> way.txsync(from);
        case 4, 5 -> way.rxsync(to);
        case 6, 7 -> way.take(to, random.nextInt(there + back));
        default -> {
          if (random.nextInt(5) == 0) { // the receiver goes, and another one comes
            close(to);
            Opened again = open(base + (first ? "}1" : "{1"));
            slave = first ? again : slave;
            master = first ? master : again;
            assertEquals(way.at(way.taken), again.rx().head(), "it goes on where that was");
          }
        }
      }
    }
    close(master);
    close(slave);
    return STEPS;
  }
}
