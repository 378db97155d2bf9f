package org.netmap4j.engine.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.scripted.RawPort;

/**
 * A small engine with a generator {@code gen} of which one packet is due each microsecond of a
 * clock that the test moves; closes all that it opened.
 */
final class Opened implements AutoCloseable {
  static final RegionLayout SMALL = new RegionLayout(8, 512, 16, 1024, 256, 2048);
  static final int SLOTS = 8;

  final EmbeddedEngine engine = new EmbeddedEngine(SMALL);
  final AtomicLong nanos = new AtomicLong(1_000_000);
  private final List<Registration> registrations = new ArrayList<>();

  /** A generator of one ring pair. */
  Opened() throws NetmapException {
    this(1);
  }

  Opened(int rings) throws NetmapException {
    List<Long> rates = new ArrayList<>();
    for (int i = 0; i < rings; i++) {
      rates.add(1_000_000L);
    }
    engine.addGenerator("gen", new GeneratorOptions(rates, 1, SLOTS, nanos::get));
  }

  /** Makes so many packets due. */
  void due(int packets) {
    nanos.addAndGet(1000L * packets);
  }

  static RegisterRequest request(String name, int mode, int ring, long flags) {
    return new RegisterRequest(name, mode, ring, flags, 0, 0, Geometry.ANY, false);
  }

  Registration open() throws NetmapException {
    return open(NetmapAbi.REG_ALL_NIC, 0, 0);
  }

  Registration open(int mode, int ring, long flags) throws NetmapException {
    return open("gen", mode, ring, flags);
  }

  Registration open(String name, int mode, int ring, long flags) throws NetmapException {
    return register(request(name, mode, ring, flags));
  }

  Registration register(RegisterRequest request) throws NetmapException {
    Registration registration = engine.register(request);
    registrations.add(registration);
    return registration;
  }

  void close(Registration registration) {
    if (registrations.remove(registration)) {
      registration.close();
    }
  }

  RawPort raw(Registration registration) {
    return RawPort.of(registration);
  }

  @Override
  public void close() {
    List.copyOf(registrations).forEach(this::close);
  }
}
