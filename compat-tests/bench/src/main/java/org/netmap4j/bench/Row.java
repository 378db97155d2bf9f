package org.netmap4j.bench;

import java.util.List;

/**
 * A question: how fast is a benchmark of {@link JavaBench}, against one of {@link PeerBench}?
 *
 * @param text what is compared
 * @param java the one
 * @param peer the other
 * @param must the ratio below which the library is too slow
 * @param reach the ratio to reach for
 */
record Row(String text, String java, String peer, double must, double reach) {
  /** All of them. None may allocate. */
  static final List<Row> ALL =
      List.of(
          new Row("batch / dispatch, 1 listener", "batchOne", "dispatchOne", 0.9, 1.1),
          new Row("batch / dispatch, 4 listeners", "batchFour", "dispatchFour", 0.9, 1.1),
          new Row("batch / plain C loop", "batchOne", "loop", 0.8, 0.95),
          new Row("cursor / dispatch, 1 listener", "cursorOne", "dispatchOne", 0.6, 0.75),
          new Row("cursor / dispatch, 4 listeners", "cursorFour", "dispatchFour", 0.6, 0.75),
          new Row("nextPacket / nextpkt", "nextPacket", "nextpkt", 0.6, 0.75),
          new Row("inject / inject, 60 bytes", "injectShort", "injectShort", 0.95, 1.2),
          new Row("inject / inject, 1500 bytes", "injectLong", "injectLong", 1.0, 1.05));

  /** The full name of the Java benchmark. */
  String javaName() {
    return JavaBench.class.getName() + "." + java;
  }

  /** The full name of the C benchmark. */
  String peerName() {
    return PeerBench.class.getName() + "." + peer;
  }
}
