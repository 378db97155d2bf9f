package org.netmap4j.top.export;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.netmap4j.top.export.Page.PortId;
import org.netmap4j.top.export.Page.PortRow;
import org.netmap4j.top.export.Page.RingRow;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.Snapshot;

/**
 * The names, in node_exporter's manner. Host rings have names of their own: what the host's stack
 * sends is "received" from it, and must not be added to what NICs receive.
 */
final class Families {
  /** 1, 2 to 3, ... 2048 to 4095 slots; larger batches are in the last bucket. */
  private static final int BATCH_CLASSES = 12;

  private static final double[] BATCH_BOUNDS = batchBounds();
  private static final double[] SIZE_BOUNDS = sizeBounds();

  private final Page page;
  private final String version;
  private final MetricSnapshots.Builder all = MetricSnapshots.builder();

  private Families(Page page, String version) {
    this.page = page;
    this.version = version;
  }

  /** All metrics of {@code page}, from the tool of {@code version}. */
  static MetricSnapshots of(Page page, String version) {
    Families families = new Families(page, version);
    families.rings(false);
    families.rings(true);
    families.ports();
    families.tool();
    return families.all.build();
  }

  /** How many series a ring takes. */
  static int seriesOf(RingRow row) {
    int series = 4 + row.counts().drops().size();
    if (row.counts().looks() > 0) {
      series += 4;
    }
    series += row.counts().batches().isEmpty() ? 0 : BATCH_BOUNDS.length + 1;
    return series + (row.counts().sizes().isEmpty() ? 0 : SIZE_BOUNDS.length + 1);
  }

  private void rings(boolean host) {
    String name = host ? "netmap_host_ring_" : "netmap_ring_";
    String of = host ? "of the host's stack" : "of the port";
    List<RingRow> rows = page.rings().stream().filter(row -> isHost(row) == host).toList();
    for (boolean transmit : new boolean[] {false, true}) {
      String way = transmit ? "transmit" : "receive";
      List<RingRow> those = rows.stream().filter(row -> isTransmit(row) == transmit).toList();
      counter(
          name + way + "_packets",
          "Packets through " + way + " rings " + of + ".",
          those,
          row -> row.counts().packets());
      counter(
          name + way + "_bytes",
          "Bytes of layer 2 through " + way + " rings " + of + ", without frame check sequences.",
          those,
          row -> row.counts().bytes());
      drops(name + way + "_drops", "Packets lost at " + way + " rings " + of + ".", those);
    }
    gauge(name + "slots", "Slots of the ring.", rows, RingRow::slots);
    gauge(name + "used_slots", "Slots that hold packets.", rows, RingRow::used);
    List<RingRow> watched = rows.stream().filter(row -> row.counts().looks() > 0).toList();
    gauge(
        name + "high_water_slots",
        "The most slots that were seen in use since the sample before.",
        watched,
        RingRow::highWater);
    directed(name + "looks", "Looks at the ring.", watched, row -> row.counts().looks());
    directed(
        name + "full_looks",
        "Looks that found the ring full.",
        watched,
        row -> row.counts().fullLooks());
    directed(
        name + "stalls",
        "How often the ring was found full and left so by its owner; one stall that goes on is one.",
        watched,
        row -> row.counts().stalls());
    List<RingRow> batches = rows.stream().filter(row -> !row.counts().batches().isEmpty()).toList();
    List<RingRow> sizes = rows.stream().filter(row -> !row.counts().sizes().isEmpty()).toList();
    if (!batches.isEmpty()) {
      HistogramSnapshot.Builder family =
          HistogramSnapshot.builder()
              .name(name + "batch_slots")
              .help("Slots that came in, or were queued, from one look to the next.");
      batches.forEach(row -> family.dataPoint(point(row, BATCH_BOUNDS, row.counts().batches())));
      all.metricSnapshot(family.build());
    }
    if (!sizes.isEmpty()) {
      HistogramSnapshot.Builder family =
          HistogramSnapshot.builder()
              .name(name + "packet_size_bytes")
              .help("Sizes of the packets whose size was looked at.");
      sizes.forEach(row -> family.dataPoint(point(row, SIZE_BOUNDS, row.counts().sizes())));
      all.metricSnapshot(family.build());
    }
  }

  private static HistogramDataPointSnapshot point(
      RingRow row, double[] bounds, List<Long> classes) {
    Number[] counts = new Number[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      counts[i] = i < classes.size() ? classes.get(i) : 0L;
    }
    for (int i = bounds.length; i < classes.size(); i++) {
      counts[bounds.length - 1] = counts[bounds.length - 1].longValue() + classes.get(i);
    }
    return HistogramDataPointSnapshot.builder()
        .labels(directed(row))
        .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, counts))
        .build();
  }

  private void counter(
      String name, String help, List<RingRow> rows, ToDoubleFunction<RingRow> value) {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
    rows.forEach(row -> family.dataPoint(count(ring(row), value.applyAsDouble(row))));
    add(family, rows);
  }

  private void directed(
      String name, String help, List<RingRow> rows, ToDoubleFunction<RingRow> value) {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
    rows.forEach(row -> family.dataPoint(count(directed(row), value.applyAsDouble(row))));
    add(family, rows);
  }

  private void drops(String name, String help, List<RingRow> rows) {
    CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
    for (RingRow row : rows) {
      Labels labels = ring(row);
      for (Map.Entry<String, Long> drops : row.counts().drops().entrySet()) {
        family.dataPoint(count(labels.add("reason", drops.getKey()), (double) drops.getValue()));
      }
    }
    add(family, rows);
  }

  private void add(CounterSnapshot.Builder family, List<RingRow> rows) {
    if (!rows.isEmpty()) {
      all.metricSnapshot(family.build());
    }
  }

  private void gauge(
      String name, String help, List<RingRow> rows, ToDoubleFunction<RingRow> value) {
    if (rows.isEmpty()) {
      return;
    }
    GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
    rows.forEach(row -> family.dataPoint(level(directed(row), value.applyAsDouble(row))));
    all.metricSnapshot(family.build());
  }

  private void ports() {
    if (page.ports().isEmpty()) {
      return;
    }
    InfoSnapshot.Builder info =
        InfoSnapshot.builder()
            .name("netmap_port")
            .help("What stands behind the port, and how far its numbers can be trusted.");
    GaugeSnapshot.Builder trouble =
        GaugeSnapshot.builder()
            .name("netmap_port_trouble")
            .help("Whether something is wrong with the port: 1 when it is.");
    for (PortRow row : page.ports()) {
      Labels labels = port(row.id());
      Labels facts =
          labels
              .add("accuracy", String.join(",", row.accuracy()))
              .add("engine", LabelText.of(page.snapshot().engine()));
      facts = row.mode().isEmpty() ? facts : facts.add("mode", row.mode());
      facts = row.driver().isEmpty() ? facts : facts.add("driver", row.driver());
      info.dataPoint(InfoDataPointSnapshot.builder().labels(facts).build());
      trouble.dataPoint(level(labels, row.troubled() ? 1 : 0));
    }
    all.metricSnapshot(info.build());
    all.metricSnapshot(trouble.build());
  }

  private void tool() {
    Snapshot snapshot = page.snapshot();
    all.metricSnapshot(
        InfoSnapshot.builder()
            .name("netmap_top_build")
            .help("The version of netmap-top.")
            .dataPoint(
                InfoDataPointSnapshot.builder().labels(Labels.of("version", version)).build())
            .build());
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name("netmap_top_samples")
            .help("Samples taken.")
            .dataPoint(count(Labels.EMPTY, (double) snapshot.sequence()))
            .build());
    tool(
        "sample_timestamp_seconds",
        "When the sample was taken that the metrics are of.",
        snapshot.time().toEpochMilli() / 1000.0);
    tool(
        "cpu_ratio",
        "Processor time that netmap-top takes, as a share of one core.",
        snapshot.cost().cpuShare());
    tool("left_out", "Rings and ports that there was no room for.", page.leftOut());
    tool("notes", "What netmap-top cannot see; it says so on its screen.", snapshot.notes().size());
  }

  private void tool(String name, String help, double value) {
    all.metricSnapshot(
        GaugeSnapshot.builder()
            .name("netmap_top_" + name)
            .help(help)
            .dataPoint(level(Labels.EMPTY, value))
            .build());
  }

  private static CounterDataPointSnapshot count(Labels labels, double value) {
    return CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static GaugeDataPointSnapshot level(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static Labels port(PortId port) {
    Labels labels = Labels.of("device", port.device(), "kind", port.kind().text());
    return port.owner().isEmpty() ? labels : labels.add("owner", port.owner());
  }

  private static Labels ring(RingRow row) {
    return port(row.id().port()).add("ring", Integer.toString(row.id().ring()));
  }

  private static Labels directed(RingRow row) {
    return ring(row).add("direction", isTransmit(row) ? "transmit" : "receive");
  }

  private static boolean isHost(RingRow row) {
    Direction direction = row.id().direction();
    return direction == Direction.HOST_RX || direction == Direction.HOST_TX;
  }

  private static boolean isTransmit(RingRow row) {
    Direction direction = row.id().direction();
    return direction == Direction.TX || direction == Direction.HOST_TX;
  }

  private static double[] batchBounds() {
    double[] bounds = new double[BATCH_CLASSES + 1];
    for (int i = 0; i < BATCH_CLASSES; i++) {
      bounds[i] = (1 << (i + 1)) - 1;
    }
    bounds[BATCH_CLASSES] = Double.POSITIVE_INFINITY;
    return bounds;
  }

  private static double[] sizeBounds() {
    List<Double> bounds = new ArrayList<>();
    RingActivity.SIZE_BOUNDS.forEach(bound -> bounds.add((double) bound));
    bounds.add(Double.POSITIVE_INFINITY);
    return bounds.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
