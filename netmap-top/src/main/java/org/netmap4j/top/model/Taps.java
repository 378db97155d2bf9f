package org.netmap4j.top.model;

import java.io.IOException;

/** Opens taps, and records what they would show. For any thread; it costs nothing by itself. */
public interface Taps {
  /**
   * Begins to look at packets. Returns at once: the port is opened by the tap's own thread, and
   * what is wrong with it is the view's {@link TapView#trouble}.
   *
   * @throws IOException the filter is none, or has a name of a host in it, for which there is no
   *     time; the message says where
   */
  Tap open(TapRequest request) throws IOException;

  /**
   * Begins to record, as {@link #open}; but names of hosts in the filter are looked up first.
   *
   * @throws IOException the filter is none
   */
  Recording record(RecordRequest request) throws IOException;
}
