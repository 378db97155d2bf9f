package org.netmap4j.pcap;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.netmap4j.BatchHandler;
import org.netmap4j.NetmapPort;
import org.netmap4j.PacketBatch;
import org.netmap4j.PortSpec;
import org.netmap4j.Ring;
import org.netmap4j.RxRing;
import org.netmap4j.TxRing;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.RingId;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * A port that handles of this process share. Whoever has its {@link #turn} uses its receive rings;
 * whoever holds {@link #sending}, its transmit rings.
 */
final class Station {
  private static final Intake[] NOBODY = new Intake[0];

  private final Engine engine;
  private final PortSpec spec;
  private final NetmapPort port;
  private final RxRing[] rings;
  private final Turn turn = new Turn();
  private final ReentrantLock sending = new ReentrantLock();
  private final BatchHandler offer = this::offer;

  /** Replaced whenever a handle joins or leaves. */
  private volatile Intake[] intakes = NOBODY;

  /** Empty where whoever waits for packets fetches them. */
  private final Optional<InlinePump> pump;

  private int firstRing;

  /**
   * Takes the port over.
   *
   * @param pumped whether a thread of its own has NIC and host exchange their packets
   */
  Station(Engine engine, PortSpec spec, NetmapPort port, boolean pumped) {
    this.engine = engine;
    this.spec = spec;
    this.port = port;
    rings = port.rxRings().toArray(RxRing[]::new);
    pump = pumped ? Optional.of(InlinePump.start(this)) : Optional.empty();
  }

  boolean pumped() {
    return pump.isPresent();
  }

  /** Why nothing can be had just now from a port that is pumped. */
  Optional<NetmapError> trouble() {
    return pump.map(InlinePump::trouble);
  }

  Engine engine() {
    return engine;
  }

  PortSpec spec() {
    return spec;
  }

  NetmapPort port() {
    return port;
  }

  Turn turn() {
    return turn;
  }

  ReentrantLock sending() {
    return sending;
  }

  /** The rings that its port has bound. */
  static List<RingId> rings(NetmapPort port) {
    return Stream.<Ring>concat(port.rxRings().stream(), port.txRings().stream())
        .map(Ring::id)
        .toList();
  }

  List<TxRing> txRings() {
    return port.txRings();
  }

  void add(Intake intake) {
    Intake[] now = intakes;
    Intake[] more = Arrays.copyOf(now, now.length + 1);
    more[now.length] = intake;
    intakes = more;
    for (Intake other : now) {
      other.halt();
    }
  }

  /** Answers whether nobody is left. */
  boolean remove(Intake intake) {
    intakes = Arrays.stream(intakes).filter(it -> it != intake).toArray(Intake[]::new);
    return intakes.length == 0;
  }

  /** Whether only one handle is on the port, which can have the packets where they lie. */
  boolean alone() {
    return intakes.length == 1 && !pumped();
  }

  /** Nobody is left: closes the port. */
  void close() {
    pump.ifPresent(InlinePump::end);
    port.close();
    pump.ifPresent(InlinePump::join);
  }

  // for who has the turn

  /**
   * Hands packets to the only handle where they lie, after a sync if there are none; answers how
   * many.
   */
  int deliver(InPlace to, int most, CapturedHandler handler) throws NetmapException {
    int given = to.deliver(rings, nextRing(), most, handler);
    if (given == 0) {
      port.rxsync();
      given = to.deliver(rings, firstRing, most, handler);
    }
    return given;
  }

  private int nextRing() {
    firstRing = firstRing + 1 >= rings.length ? 0 : firstRing + 1;
    return firstRing;
  }

  /** Copies all packets that are there into the handles' queues, after a sync if there are none. */
  void distribute() throws NetmapException {
    if (!copied()) {
      port.rxsync();
      boolean _ = copied();
    }
  }

  private boolean copied() throws NetmapException {
    int packets = 0;
    for (RxRing ring : rings) {
      packets += ring.receive(0, offer);
    }
    return packets > 0;
  }

  /** Copies the packets of a batch for each handle that wants them. */
  void offer(PacketBatch batch) {
    for (Intake intake : intakes) {
      intake.offer(batch);
    }
  }

  /** Sleeps until there are packets or somebody calls {@link #wake}. */
  void await(long nanos) throws NetmapException {
    boolean _ = port.awaitPackets(Duration.ofNanos(nanos));
  }

  /** Has those who wait look up. */
  void wake() {
    port.wake();
    turn.poke();
  }
}
