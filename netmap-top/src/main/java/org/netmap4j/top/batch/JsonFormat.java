package org.netmap4j.top.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Imbalance;
import org.netmap4j.top.model.PortSnapshot;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;
import org.netmap4j.top.model.RingSnapshot;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.model.Trend;

/** An object per sample: as lines of their own, or as the elements of one array. */
final class JsonFormat implements SampleFormat {
  /** The version of the objects' shape: another when one loses a field or changes its meaning. */
  private static final int VERSION = 1;

  /** What every object begins with. */
  static final String BEGINNING = "{\"version\":" + VERSION + ",\"time\":\"";

  private static final int NANO_DIGITS = 9;

  private final JsonFactory factory =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private final boolean array;
  private boolean first = true;

  JsonFormat(boolean array) {
    this.array = array;
  }

  @Override
  public String begin() {
    return array ? "[" : "";
  }

  @Override
  public String end() {
    return array ? "\n]\n" : "";
  }

  @Override
  public String sample(Snapshot snapshot) throws IOException {
    StringWriter text = new StringWriter();
    if (array) {
      text.write(first ? "\n" : ",\n");
      first = false;
    }
    try (JsonGenerator json = factory.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeStringField("time", Formats.time(snapshot.time()));
      json.writeNumberField("uptime", BigDecimal.valueOf(snapshot.uptime().toNanos(), NANO_DIGITS));
      json.writeStringField("engine", snapshot.engine());
      json.writeArrayFieldStart("ports");
      for (PortSnapshot port : snapshot.ports()) {
        write(json, port);
      }
      json.writeEndArray();
      if (!snapshot.notes().isEmpty()) {
        json.writeArrayFieldStart("notes");
        for (String note : snapshot.notes()) {
          json.writeString(note);
        }
        json.writeEndArray();
      }
      FactsJson.regions(json, snapshot.regions());
      FactsJson.findings(json, snapshot.findings());
      json.writeEndObject();
    }
    if (!array) {
      text.write('\n');
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, PortSnapshot port) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", port.name());
    json.writeStringField("kind", port.kind().text());
    if (!port.owner().isEmpty()) {
      json.writeStringField("owner", port.owner());
    }
    if (port.trouble() != null) {
      json.writeStringField("trouble", port.trouble());
    }
    json.writeArrayFieldStart("rings");
    for (RingSnapshot ring : port.rings()) {
      write(json, ring);
    }
    json.writeEndArray();
    FactsJson.facts(json, port.facts());
    if (port.rings().stream().filter(JsonFormat::receives).count() > 1) {
      write(json, "imbalance", Imbalance.of(port));
      write(json, "imbalance10Seconds", Imbalance.ofTenSeconds(port));
    }
    json.writeEndObject();
  }

  private static boolean receives(RingSnapshot ring) {
    return ring.reading().direction() == Direction.RX;
  }

  private static void write(JsonGenerator json, String name, Imbalance imbalance)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("maxToMean", Formats.rate(imbalance.maxToMean()));
    json.writeNumberField("jain", Formats.rate(imbalance.jain()));
    if (imbalance.hot() != null) {
      json.writeNumberField("hotRing", imbalance.hot());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, RingSnapshot ring) throws IOException {
    RingReading reading = ring.reading();
    json.writeStartObject();
    json.writeNumberField("ring", reading.ring());
    json.writeStringField("direction", reading.direction().text());
    json.writeNumberField("slots", reading.slots());
    json.writeNumberField("head", reading.head());
    json.writeNumberField("cur", reading.cur());
    json.writeNumberField("tail", reading.tail());
    json.writeNumberField("packets", reading.packets());
    json.writeNumberField("bytes", reading.bytes());
    json.writeNumberField("drops", reading.drops());
    json.writeNumberField("packetsPerSecond", Formats.rate(ring.packetsPerSecond()));
    json.writeNumberField("bitsPerSecond", Formats.rate(ring.bitsPerSecond()));
    json.writeStringField("label", reading.label().text());
    json.writeObjectFieldStart("losses");
    for (Map.Entry<String, Long> loss : new TreeMap<>(reading.losses()).entrySet()) {
      json.writeNumberField(loss.getKey(), loss.getValue());
    }
    json.writeEndObject();
    write(json, reading.activity());
    write(json, ring.trend());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, RingActivity activity) throws IOException {
    json.writeNumberField("looks", activity.looks());
    json.writeNumberField("fullLooks", activity.fullLooks());
    json.writeNumberField("stalls", activity.stalls());
    json.writeNumberField("highWater", activity.highWater());
    write(json, "batches", activity.batches());
    write(json, "sizes", activity.sizes());
    json.writeObjectFieldStart("burst");
    json.writeNumberField("packets", activity.burst().packets());
    json.writeNumberField("micros", activity.burst().micros());
    json.writeNumberField("packetsPerSecond", Formats.rate(activity.burst().packetsPerSecond()));
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String name, List<Long> counts) throws IOException {
    json.writeArrayFieldStart(name);
    for (long count : counts) {
      json.writeNumber(count);
    }
    json.writeEndArray();
  }

  /** All are packets per second. */
  private static void write(JsonGenerator json, Trend trend) throws IOException {
    json.writeObjectFieldStart("average");
    json.writeNumberField("seconds1", Formats.rate(trend.seconds1()));
    json.writeNumberField("seconds10", Formats.rate(trend.seconds10()));
    json.writeNumberField("seconds60", Formats.rate(trend.seconds60()));
    json.writeEndObject();
    json.writeObjectFieldStart("lastMinute");
    json.writeNumberField("p50", Formats.rate(trend.p50()));
    json.writeNumberField("p95", Formats.rate(trend.p95()));
    json.writeNumberField("p99", Formats.rate(trend.p99()));
    json.writeNumberField("max", Formats.rate(trend.max()));
    json.writeEndObject();
  }
}
