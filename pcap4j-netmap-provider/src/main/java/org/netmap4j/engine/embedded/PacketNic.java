package org.netmap4j.engine.embedded;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.Accuracy;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RingId;
import org.netmap4j.engine.RingKind;
import org.netmap4j.engine.embedded.PacketGroup.Plan;
import org.netmap4j.engine.embedded.SocketProgram.Mapping;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.host.LinkState;
import org.netmap4j.host.NetInterface;
import org.netmap4j.host.NetInterfaces;
import org.netmap4j.host.Promiscuous;

/**
 * A network interface by packet sockets. It <em>taps</em>: the host still gets every frame, and
 * what the host sends still goes out.
 *
 * <p>NIC receive rings have a socket each. Host receive rings show what the stack sends. Host
 * transmit rings there are none: a packet socket cannot give a frame to the host's own stack.
 */
final class PacketNic implements NicDriver {
  private static final int SLOTS = 1024;
  private static final int MAX_RINGS = 64;

  private final NetInterface device;
  private final PortShape shape;
  private final Mapping mapping;
  private final Accuracy received;
  private final Accuracy sent;

  private final LinkState link;
  private @Nullable Promiscuous promiscuous;

  /** The sockets that show what the stack sends, by host receive ring; none while nobody looks. */
  private volatile List<PacketRxQueue> hostQueues = List.of();

  /** Held for reading while a host socket sends, for writing before host sockets are closed. */
  private final ReadWriteLock hostSockets = new ReentrantReadWriteLock();

  private volatile boolean down;

  PacketNic(NetInterface device, Geometry asked) throws NetmapException {
    this.device = device;
    link =
        LinkState.of(device.name())
            .orElseThrow(() ->
                new NetmapException(
                    new NetmapError.NoSuchPort(device.name(), NetInterfaces.names())));
    mapping = device.driver().equals("veth") ? Mapping.DIRECT : Mapping.RECORDED;
    shape =
        new PortShape(
            PortKind.NIC,
            rings(asked.txRings(), device.txQueues()),
            rings(asked.rxRings(), device.rxQueues()),
            0,
            rings(asked.hostRxRings(), 1),
            asked.txSlots() > 0 ? asked.txSlots() : SLOTS,
            asked.rxSlots() > 0 ? asked.rxSlots() : SLOTS,
            device.mtu() + LinuxAbi.ETH_HLEN + LinuxAbi.VLAN_HLEN);
    boolean wholeFrames = device.virtual() || !device.mergesReceived();
    boolean knownQueue = device.virtual() || shape.rxRings() == 1;
    received = wholeFrames && knownQueue ? Accuracy.EXACT : Accuracy.INFERRED;
    sent = device.virtual() || !device.splitsSent() ? Accuracy.EXACT : Accuracy.INFERRED;
  }

  private static int rings(int asked, int otherwise) {
    return Math.min(MAX_RINGS, asked > 0 ? asked : otherwise);
  }

  @Override
  public PortShape shape() {
    return shape;
  }

  /** A new socket on the interface, that does not receive yet. */
  PacketSocket socket() throws NetmapException {
    return new PacketSocket(device.name(), device.index());
  }

  /** Held while the answer of {@link #hostSocket} is used. */
  Lock hostSocketsInUse() {
    return hostSockets.readLock();
  }

  @Nullable PacketSocket hostSocket(int txRing) {
    List<PacketRxQueue> queues = hostQueues;
    return queues.isEmpty() ? null : queues.get(txRing % queues.size()).socket();
  }

  boolean down() {
    return down;
  }

  /** Throws if the interface is down or gone; else forgets that it was. */
  void checkLink() throws NetmapException {
    Optional<NetmapError> trouble = trouble();
    if (trouble.isPresent()) {
      throw new NetmapException(trouble.get());
    }
  }

  @Override
  public Optional<NetmapError> trouble() {
    Optional<Boolean> now = link.up();
    down = !now.orElse(false);
    return down
        ? Optional.of(new NetmapError.InterfaceDown(device.name(), now.isEmpty()))
        : Optional.empty();
  }

  @Override
  public Map<RingId, RingQueue> activate(List<RingId> rings) throws NetmapException {
    Map<RingId, RingQueue> queues = new HashMap<>();
    try {
      addNicReceivers(of(RingKind.RX, rings), queues);
      addHostReceivers(of(RingKind.HOST_RX, rings), queues);
      for (RingId ring : of(RingKind.TX, rings)) {
        queues.put(ring, new PacketTxQueue(this, ring.index()));
      }
    } catch (NetmapException e) {
      queues.values().forEach(RingQueue::close);
      throw e;
    }
    return queues;
  }

  private static List<RingId> of(RingKind kind, List<RingId> rings) {
    return rings.stream()
        .filter(ring -> ring.kind() == kind)
        .sorted(Comparator.comparingInt(RingId::index))
        .toList();
  }

  private void addNicReceivers(List<RingId> wanted, Map<RingId, RingQueue> queues)
      throws NetmapException {
    Plan plan = new Plan(this, mapping, shape.rxRings(), shape.rxSlots() + 1, false, received);
    if (wanted.size() == plan.rings()) {
      List<PacketRxQueue> all = PacketGroup.all(plan);
      for (RingId ring : wanted) {
        queues.put(ring, all.get(ring.index()).want());
      }
    } else {
      for (RingId ring : wanted) {
        queues.put(ring, PacketGroup.one(plan, ring.index()).want());
      }
    }
  }

  /**
   * Always the whole group, even for one ring of several: what we send ourselves goes out through
   * it, so that no member is shown it.
   */
  private void addHostReceivers(List<RingId> wanted, Map<RingId, RingQueue> queues)
      throws NetmapException {
    if (wanted.isEmpty()) {
      return;
    }
    if (hostQueues.isEmpty()) {
      hostQueues =
          PacketGroup.all(
              new Plan(this, Mapping.DIRECT, shape.hostRxRings(), shape.rxSlots() + 1, true, sent));
    }
    for (RingId ring : wanted) {
      queues.put(ring, hostQueues.get(ring.index()).want());
    }
  }

  /** The last host receive ring was given up, and its group with it. */
  void hostGroupEnded() {
    hostSockets.writeLock().lock();
    try {
      hostQueues = List.of();
    } finally {
      hostSockets.writeLock().unlock();
    }
  }

  @Override
  public void promiscuous() throws NetmapException {
    if (promiscuous == null) {
      promiscuous = Promiscuous.on(device.name());
    }
  }

  @Override
  public boolean taps() {
    return true;
  }

  @Override
  public boolean exhausted() {
    return false;
  }

  @Override
  public void close() {
    if (promiscuous != null) {
      promiscuous.close();
    }
    link.close();
  }
}
