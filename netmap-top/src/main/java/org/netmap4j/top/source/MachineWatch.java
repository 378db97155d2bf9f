package org.netmap4j.top.source;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;
import org.netmap4j.observe.InterfaceFacts;
import org.netmap4j.observe.Inventory;
import org.netmap4j.observe.ModuleFacts;
import org.netmap4j.observe.Observer;
import org.netmap4j.top.doctor.Doctor;
import org.netmap4j.top.doctor.Evidence;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.RegionReading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the machine says, asked again and again by threads of its own: the kernel may take seconds
 * to answer, and who samples does not wait for it. One asks for facts every three seconds, the
 * other has the doctor look every ten.
 */
final class MachineWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MachineWatch.class);
  private static final Duration FACTS_EVERY = Duration.ofSeconds(3);
  private static final Duration FINDINGS_EVERY = Duration.ofSeconds(10);

  /** What is older is not what the machine says now. */
  private static final long STALE_NANOS = Duration.ofSeconds(20).toNanos();

  private final Examiner examiner;
  private final boolean ownLooks;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch wanted = new CountDownLatch(1);
  private volatile Set<String> names = Set.of();
  private volatile Known known = new Known(Map.of(), 0);
  private volatile Found found = new Found(List.of(), List.of());
  private volatile @Nullable Inventory latest;

  /** The facts of interfaces, and when they were asked for. */
  private record Known(Map<String, Facts> facts, long nanos) {}

  /** An interface's facts, and who moves its packets if the module has it. */
  private record Facts(InterfaceFacts of, @Nullable String kernelMode) {}

  private record Found(List<Finding> findings, List<RegionReading> regions) {}

  /**
   * A watch; {@link #start} begins it.
   *
   * @param devices the interfaces that the doctor is to look at; none for all
   * @param ownLooks whether it looks at rings itself; else by what {@link #seen} hands it
   */
  MachineWatch(List<String> devices, boolean ownLooks) {
    this.ownLooks = ownLooks;
    examiner = new Examiner(devices, "netmap-top doctor");
  }

  /** A watch that never begins, where there is no machine behind the ports. */
  static MachineWatch none() {
    return new MachineWatch(List.of(), false);
  }

  /** Begins to ask. */
  MachineWatch start() {
    Thread.ofPlatform().daemon().name("facts").start(this::keepFacts);
    Thread.ofPlatform().daemon().name("doctor").start(this::keepFindings);
    return this;
  }

  /** Says which interfaces facts are wanted of. */
  void want(Set<String> devices) {
    names = Set.copyOf(devices);
    wanted.countDown();
  }

  /** The rings were looked at. */
  void seen(Inventory inventory) {
    latest = inventory;
  }

  /** What is known of an interface whose packets the embedded engine moves. */
  PortFacts embedded(String device) {
    return facts(device, true);
  }

  /** What is known of an interface that the module has. */
  PortFacts kernel(String device) {
    return facts(device, false);
  }

  private PortFacts facts(String device, boolean embedded) {
    Known now = known;
    Facts facts = System.nanoTime() - now.nanos < STALE_NANOS ? now.facts.get(device) : null;
    return facts == null
        ? PortFacts.NONE
        : DeviceFacts.shown(facts.of, embedded ? "embedded" : facts.kernelMode);
  }

  List<Finding> findings() {
    return found.findings;
  }

  /** The regions that its own looks found. */
  List<RegionReading> regions() {
    return found.regions;
  }

  private void keepFacts() {
    try {
      wanted.await();
      do {
        ModuleFacts module = ModuleFacts.now();
        Map<String, Facts> facts = new HashMap<>();
        for (String name : names) {
          InterfaceFacts.of(name)
              .ifPresent(of -> facts.put(name, new Facts(of, DeviceFacts.mode(of, module))));
        }
        known = new Known(facts, System.nanoTime());
      } while (!closed.await(FACTS_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepFindings() {
    try {
      do {
        try {
          Evidence evidence = evidence();
          found = new Found(Doctor.examine(evidence), evidence.regions());
        } catch (NetmapException e) {
          LOG.warn("the doctor cannot look", e);
        }
      } while (!closed.await(FINDINGS_EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An observer of its own is closed at once: it may hold memory regions. */
  private Evidence evidence() throws NetmapException, InterruptedException {
    if (!ownLooks) {
      return examiner.gather(() -> latest);
    }
    try (Observer observer = Observer.open()) {
      return examiner.gather(observer::look);
    }
  }

  /** Ends it; a thread that the kernel keeps is left to it. */
  @Override
  public void close() {
    closed.countDown();
    wanted.countDown();
  }
}
