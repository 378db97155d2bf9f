package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.Seeds;

/** Random traffic through a switch, held against a model of learning and of full rings. */
abstract class ValeModelContract extends Contract {
  private static final int STEPS = 900;
  private static final int ADDRESSES = 6;

  private final Random random = Seeds.random(ValeModelContract.class);

  /** A port, and what the model says is in its ring. */
  private static final class Member {
    private final Opened port;
    private final int slots;

    /** Packets as their numbers, not released yet; an entry of several slots is one packet. */
    private final Deque<int[]> held = new ArrayDeque<>();

    private int used;
    private int lastSource = -1;

    Member(Opened port, int slots) {
      this.port = port;
      this.slots = slots;
    }
  }

  private final Map<Integer, Member> learned = new HashMap<>();
  private int number;

  private record Sent(int number, int target, int count) {}

  /** Queues a packet of {@code count} slots from a random address to a random one or to all. */
  private Sent queue(Member from) {
    int source = random.nextInt(ADDRESSES);
    int target = random.nextInt(ADDRESSES + 2);
    int count = random.nextInt(4) == 0 ? random.nextInt(1, 4) : 1;
    byte[][] parts = new byte[count][];
    for (int i = 0; i < count; i++) {
      parts[i] = new byte[60];
      byte[] part = parts[i];
      System.arraycopy(new byte[] {2, 0, 0, 0, 0, (byte) target}, 0, part, 0, 6);
      System.arraycopy(new byte[] {2, 0, 0, 0, 0, (byte) source}, 0, part, 6, 6);
      part[0] = target == ADDRESSES ? (byte) 3 : part[0];
      ByteBuffer.wrap(part).putShort(20, (short) number);
    }
    from.port.queueChain(parts, true);
    if (from.lastSource != source) {
      from.lastSource = source;
      learned.put(source, from);
    }
    return new Sent(number++ & 0xffff, target, count);
  }

  /** What goes to a member out of one sync: once a packet finds no room, none behind it does. */
  private void deliver(Member from, Member to, List<Sent> batch, Map<Sent, Member> known) {
    boolean full = false;
    for (Sent sent : batch) {
      boolean all = !known.containsKey(sent);
      if (to == from || !(all || known.get(sent) == to)) {
        continue;
      }
      full |= to.used + sent.count > to.slots - 1;
      if (!full) {
        to.held.add(new int[] {sent.number, sent.count});
        to.used += sent.count;
      }
    }
  }

  private void send(List<Member> members, Member from) throws NetmapException {
    List<Sent> batch = new ArrayList<>();
    Map<Sent, Member> known = new HashMap<>();
    for (int i = random.nextInt(1, 12); i > 0; i--) {
      Sent sent = queue(from); // learns as the switch will, packet by packet
      batch.add(sent);
      Member target = learned.get(sent.target);
      if (target != null && sent.target < ADDRESSES) {
        known.put(sent, target);
      }
    }
    from.port.port.txsync();
    for (Member to : members) {
      deliver(from, to, batch, known);
    }
  }

  private void read(Member member) throws NetmapException {
    List<Integer> expected = new ArrayList<>();
    for (int[] packet : member.held) {
      for (int i = 0; i < packet[1]; i++) {
        expected.add(packet[0]);
      }
    }
    List<Integer> found = new ArrayList<>();
    for (byte[] slot : member.port.take()) {
      found.add(ByteBuffer.wrap(slot).getShort(20) & 0xffff);
    }
    assertEquals(expected, found);
    member.held.clear();
    member.used = 0;
  }

  @Test
  void everyPacketGoesWhereItShouldOrIsLostForWantOfRoom() throws NetmapException {
    rounds(this::round);
  }

  private int round() throws NetmapException {
    String vale = name("vale");
    learned.clear();
    List<Member> members = new ArrayList<>();
    for (int i = random.nextInt(2, 6); i > 0; i--) {
      int slots = random.nextInt(4, 40);
      Opened port = open(vale + ":p" + i, builder -> builder.txSlots(64).rxSlots(slots));
      members.add(new Member(port, slots));
    }
    for (int step = 0; step < STEPS; step++) {
      Member member = members.get(random.nextInt(members.size()));
      if (random.nextInt(3) == 0) {
        read(member);
      } else {
        send(members, member);
      }
    }
    for (Member member : members) {
      read(member);
      close(member.port);
    }
    return STEPS;
  }
}
