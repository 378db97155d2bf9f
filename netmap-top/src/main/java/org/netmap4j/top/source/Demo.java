package org.netmap4j.top.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.PortBuilder;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.GeneratorOptions;
import org.netmap4j.error.NetmapException;

/** The ports that stand in for real ones, with packets that are made up. */
final class Demo {
  private static final long SEED = 1;

  /** Room for a tenth of a second, which a busy machine may well look away. */
  private static final int SLOTS = 4096;

  /** Packets per second of each ring. */
  private static final SequencedMap<String, List<Long>> RATES = rates();

  private Demo() {}

  private static SequencedMap<String, List<Long>> rates() {
    SequencedMap<String, List<Long>> rates = new LinkedHashMap<>();
    rates.put("demo0", List.of(40_000L, 28_000L, 21_000L, 900L));
    rates.put("demo1", List.of(6_000L, 0L));
    return Collections.unmodifiableSequencedMap(rates);
  }

  /** The ports' names. */
  static List<String> names() {
    return List.copyOf(RATES.sequencedKeySet());
  }

  /** Opens one of {@link #names} on an engine that has none of it yet, with all of its rings. */
  static NetmapPort open(EmbeddedEngine engine, String name) throws NetmapException {
    return port(engine, name).open();
  }

  /** The same, to be opened with other rings. */
  static PortBuilder port(EmbeddedEngine engine, String name) throws NetmapException {
    List<Long> rates = RATES.getOrDefault(name, List.of());
    engine.addGenerator(name, new GeneratorOptions(rates, SEED, SLOTS, System::nanoTime));
    return Netmap.port("netmap:" + name).engine(engine).receiveOnly();
  }
}
