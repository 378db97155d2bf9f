package org.netmap4j.top.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.netmap4j.error.NetmapException;
import org.netmap4j.pcap.NetmapHandle;
import org.netmap4j.top.model.Reading;
import org.netmap4j.top.model.RingSource;
import org.netmap4j.top.model.SourceRequest;

/**
 * Interfaces that this tool holds in netmap mode through the module, as the user has confirmed,
 * while another source shows their rings. What a taken one receives is dropped; one that is inline
 * has its packets forwarded between the wire and the host.
 */
final class HeldSource implements RingSource {
  /** No packet is so long: nothing is copied, everything is passed over. */
  private static final String NOTHING = "greater 65535";

  private final RingSource shown;
  private final List<NetmapHandle> handles = new ArrayList<>();
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  private HeldSource(RingSource shown) {
    this.shown = shown;
  }

  /**
   * Puts the interfaces of {@code request} into netmap mode; all of them, or none.
   *
   * @param shown what shows them; closed if one cannot be had
   */
  static RingSource hold(SourceRequest request, RingSource shown) throws NetmapException {
    HeldSource held = new HeldSource(shown);
    try {
      for (String name : request.take()) {
        held.hold("netmap:" + name);
      }
      for (String name : request.inline()) {
        held.hold("inline:" + name);
      }
      return held;
    } catch (NetmapException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  private void hold(String name) throws NetmapException {
    NetmapHandle handle = NetmapHandle.builder(name).engine("kernel").open();
    handles.add(handle);
    handle.filter(NOTHING);
    Thread.ofPlatform().daemon().name("held " + name).start(() -> serve(name, handle));
  }

  private void serve(String name, NetmapHandle handle) {
    try {
      int _ = handle.loop(0, (_, _, _, _, _) -> {});
    } catch (NetmapException | RuntimeException e) {
      if (!closed) {
        ended.add(name + " is served no longer: " + e.getMessage());
      }
    }
  }

  @Override
  public Reading readAt(long deadlineNanos) throws IOException {
    Reading reading = shown.readAt(deadlineNanos);
    if (ended.isEmpty()) {
      return reading;
    }
    List<String> notes = new ArrayList<>(reading.notes());
    notes.addAll(ended);
    return new Reading(
        reading.time(),
        reading.nanos(),
        reading.engine(),
        reading.ports(),
        notes,
        reading.regions(),
        reading.findings());
  }

  @Override
  public boolean ended() {
    return shown.ended();
  }

  @Override
  public void close() {
    closed = true;
    handles.forEach(NetmapHandle::close);
    shown.close();
  }
}
