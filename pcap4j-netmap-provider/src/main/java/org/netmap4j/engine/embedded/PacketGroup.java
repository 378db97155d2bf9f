package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.List;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.embedded.SocketProgram.Mapping;
import org.netmap4j.error.NetmapException;

/**
 * The packet sockets behind a set of receive rings: a fanout group with a socket for each ring
 * where all are bound together, a socket with a filter where a ring is bound by itself.
 *
 * <p>Members of a fanout group stay until the last is given up: with one fewer, the kernel would
 * sort frames to the others' rings.
 */
final class PacketGroup {
  private final List<PacketRxQueue> members = new ArrayList<>();
  private int wanted;

  private PacketGroup() {}

  /** How the rings of one side of a NIC get their frames. */
  record Plan(
      PacketNic nic, Mapping mapping, int rings, int slots, boolean outgoing, Accuracy accuracy) {}

  /** All rings of the plan, by a fanout group. */
  static List<PacketRxQueue> all(Plan plan) throws NetmapException {
    PacketGroup group = new PacketGroup();
    try {
      SocketProgram program =
          plan.outgoing() ? SocketProgram.outgoing() : SocketProgram.everything();
      for (int i = 0; i < plan.rings(); i++) {
        group.add(plan, program);
      }
      int number = 0;
      for (int i = 0; i < plan.rings(); i++) {
        PacketSocket socket = group.members.get(i).socket();
        socket.receive(plan.outgoing());
        if (i > 0) {
          socket.joinGroup(number, plan.outgoing());
        } else if (plan.rings() > 1) {
          number = socket.foundGroup(plan.mapping(), plan.rings(), plan.outgoing());
        }
      }
    } catch (NetmapException e) {
      group.end();
      throw e;
    }
    return List.copyOf(group.members);
  }

  /** One ring of the plan, by a filter. */
  static PacketRxQueue one(Plan plan, int ring) throws NetmapException {
    PacketGroup group = new PacketGroup();
    try {
      SocketProgram program = SocketProgram.only(plan.mapping(), ring, plan.rings());
      PacketRxQueue member = group.add(plan, program);
      member.socket().receive(plan.outgoing());
      return member;
    } catch (NetmapException e) {
      group.end();
      throw e;
    }
  }

  private PacketRxQueue add(Plan plan, SocketProgram program) throws NetmapException {
    PacketSocket socket = plan.nic().socket();
    try {
      PacketRing ring = socket.ring(plan.slots());
      PacketRxQueue member = new PacketRxQueue(plan, this, socket, ring, program);
      members.add(member);
      return member;
    } catch (NetmapException e) {
      socket.close();
      throw e;
    }
  }

  /** A ring is bound: its socket takes frames from here on. */
  void join(PacketRxQueue member, SocketProgram program, Plan plan) throws NetmapException {
    wanted++;
    try {
      member.socket().filter(program);
    } catch (NetmapException e) {
      leave(member, plan);
      throw e;
    }
  }

  /** A ring is no longer bound: its socket takes nothing more. */
  void leave(PacketRxQueue member, Plan plan) {
    wanted--;
    if (wanted == 0) {
      if (plan.outgoing()) {
        plan.nic().hostGroupEnded();
      }
      end();
      return;
    }
    try {
      member.socket().filter(SocketProgram.nothing());
    } catch (NetmapException e) {
      // it goes on filling its ring, which nobody reads, until the group ends
    }
  }

  private void end() {
    members.forEach(PacketRxQueue::end);
    members.clear();
  }
}
