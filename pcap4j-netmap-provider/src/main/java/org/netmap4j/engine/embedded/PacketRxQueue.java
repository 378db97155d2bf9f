package org.netmap4j.engine.embedded;

import java.util.List;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.DropCause;
import org.netmap4j.engine.WaitSource;
import org.netmap4j.engine.embedded.PacketGroup.Plan;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.LinuxAbi;

/** A receive ring behind which a packet socket stands: of the NIC, or of what the stack sends. */
final class PacketRxQueue implements RingQueue {
  private final Plan plan;
  private final PacketGroup group;
  private final PacketSocket socket;
  private final PacketRing ring;
  private final SocketProgram program;

  PacketRxQueue(
      Plan plan, PacketGroup group, PacketSocket socket, PacketRing ring, SocketProgram program) {
    this.plan = plan;
    this.group = group;
    this.socket = socket;
    this.ring = ring;
    this.program = program;
  }

  PacketSocket socket() {
    return socket;
  }

  /** The ring is bound: frames come from here on. */
  PacketRxQueue want() throws NetmapException {
    group.join(this, program, plan);
    return this;
  }

  @Override
  public void receive(RxKring kring) throws NetmapException {
    PacketNic nic = plan.nic();
    int before = kring.hwtail;
    ring.drain(kring);
    if (ring.takeLosing()) {
      count(kring.stats); // now, for who looks from another process
    }
    if (kring.hwtail == before && (nic.down() || socket.pendingError() == LinuxAbi.ENETDOWN)) {
      nic.checkLink();
    }
  }

  /** The host has it already, or has sent it already. */
  @Override
  public boolean forward(RxKring same, int first, int end) {
    return true;
  }

  @Override
  public void count(RingStats stats) {
    stats.dropped(DropCause.QUEUE_FULL, socket.takeDrops());
  }

  @Override
  public List<WaitSource> sources() {
    return List.of(new WaitSource(socket.fd(), LinuxAbi.EPOLLIN));
  }

  @Override
  public boolean timed() {
    return true;
  }

  @Override
  public Accuracy accuracy() {
    return plan.accuracy();
  }

  @Override
  public void close() {
    group.leave(this, plan);
  }

  /** Ends the socket and its ring, once no member of the group is wanted any more. */
  void end() {
    ring.close();
    socket.close();
  }
}
