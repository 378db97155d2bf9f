package org.netmap4j.top.packet;

import java.util.List;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.Talkers;
import org.netmap4j.top.model.Talkers.Talker;

/** Who sends how much to whom. For one thread. */
public final class TalkerTable {
  private static final int FLOWS = 4096;
  private static final int HOSTS = 2048;
  private static final double NANOS = 1e9;

  private final SpaceSaving flows = new SpaceSaving(FLOWS);
  private final SpaceSaving hosts = new SpaceSaving(HOSTS);
  private final FlowKey flow = FlowKey.reader();
  private final FlowKey host = FlowKey.reader();
  private long ratedNanos;

  /** A table that begins at {@code nanos}, by the monotonic clock. */
  public TalkerTable(long nanos) {
    ratedNanos = nanos;
  }

  /**
   * Counts a packet.
   *
   * @param bytes where it is, from index 0 on
   * @param captured how many of its bytes are there
   * @param length how long it was
   */
  public void add(byte[] bytes, int captured, int length) {
    flow.read(bytes, captured);
    flows.add(flow, length);
    host.host(flow, true);
    hosts.add(host, length);
    host.host(flow, false);
    hosts.add(host, length);
  }

  /** Takes the rates anew, if the last ones are a second old. */
  public void rate(long nanos) {
    double seconds = (nanos - ratedNanos) / NANOS;
    if (seconds >= 1) {
      flows.rate(seconds);
      hosts.rate(seconds);
      ratedNanos = nanos;
    }
  }

  /**
   * What there is now.
   *
   * @param label how far the packets are all
   */
  public Talkers talkers(Label label) {
    boolean exact = label == Label.EXACT && !flows.gaveUp() && !hosts.gaveUp();
    Label now = exact ? Label.EXACT : label == Label.SAMPLED ? label : Label.INFERRED;
    return new Talkers(now, list(flows, true), list(hosts, false));
  }

  private static List<Talker> list(SpaceSaving from, boolean flows) {
    return from.heaviest(Talkers.LISTED).stream().map(entry -> talker(entry, flows)).toList();
  }

  private static Talker talker(SpaceSaving.Entry entry, boolean flow) {
    return new Talker(
        entry.key().source(),
        flow ? entry.key().destination() : "",
        flow ? entry.key().protocol() : "",
        entry.packets(),
        entry.bytes(),
        entry.missed(),
        entry.packetsPerSecond(),
        entry.bytesPerSecond());
  }
}
