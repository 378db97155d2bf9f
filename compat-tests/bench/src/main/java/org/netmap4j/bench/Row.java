package org.netmap4j.bench;

import java.util.List;

/**
 * How fast something must be.
 *
 * @param text what is compared
 * @param benchmark the benchmark of {@link RingBench}
 * @param must the ratio below which the library is too slow
 * @param reach the ratio to reach for
 */
record Row(String text, String benchmark, double must, double reach) {
  /** All of them. None may allocate. */
  static final List<Row> ALL =
      List.of(
          new Row("batch / dispatch, 1 listener", "batchOne", 0.9, 1.1),
          new Row("batch / dispatch, 4 listeners", "batchFour", 0.9, 1.1),
          new Row("batch / plain C loop", "batchLoop", 0.8, 0.95),
          new Row("cursor / dispatch, 1 listener", "cursorOne", 0.6, 0.75),
          new Row("cursor / dispatch, 4 listeners", "cursorFour", 0.6, 0.75),
          new Row("nextPacket / nextpkt", "nextPacket", 0.6, 0.75),
          new Row("inject / inject, 60 bytes", "injectShort", 0.95, 1.2),
          new Row("inject / inject, 1500 bytes", "injectLong", 1.0, 1.05),
          new Row("batch / inject, 60 bytes", "injectBatchShort", 0.95, 1.2),
          new Row("batch / inject, 1500 bytes", "injectBatchLong", 1.0, 1.05));

  /** The full name of the benchmark. */
  String name() {
    return RingBench.class.getName() + "." + benchmark;
  }
}
