package org.netmap4j.top.replay;

import static org.netmap4j.top.replay.Fields.constant;
import static org.netmap4j.top.replay.Fields.count;
import static org.netmap4j.top.replay.Fields.list;
import static org.netmap4j.top.replay.Fields.object;
import static org.netmap4j.top.replay.Fields.text;
import static org.netmap4j.top.replay.Fields.wrong;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.PortKind;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.RegionReading;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;

/** Reads one sample. Fields that it does not know are passed over: later versions add some. */
final class SampleParser {
  private static final int VERSION = 1;
  private static final int MAX_SLOTS = 1 << 24;
  private static final int MAX_TEXT = 1 << 20;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxStringLength(MAX_TEXT)
                  .maxNumberLength(64)
                  .maxNameLength(256)
                  .build())
          .build();

  /** The sample in the first {@code length} bytes of {@code line}. */
  Recorded parse(byte[] line, int length) throws BadSampleException {
    try (JsonParser json = factory.createParser(line, 0, length)) {
      json.nextToken();
      Recorded sample = sample(json);
      if (json.nextToken() != null) {
        throw new BadSampleException("expected one object, found more after it");
      }
      return sample;
    } catch (IOException e) {
      String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new BadSampleException("expected a JSON object: " + what);
    }
  }

  private static Recorded sample(JsonParser json) throws IOException, BadSampleException {
    Values values = new Values();
    List<PortReading> ports = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<RegionReading> regions = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    object(
        json,
        "a sample",
        (in, name) -> {
          switch (name) {
            case "ports" -> list(in, name, () -> ports.add(port(in)));
            case "regions" -> list(in, name, () -> regions.add(FactsParser.region(in)));
            case "findings" -> list(in, name, () -> findings.add(FactsParser.finding(in)));
            case "notes" -> list(in, name, () -> notes.add(text(in, name)));
            default -> values.read(in, name);
          }
        });
    long version = values.number("version", Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new BadSampleException(
          "expected version %d, found %d; play it back with the netmap-top that wrote it"
              .formatted(VERSION, version));
    }
    return new Recorded(
        time(values.text("time")),
        uptime(values),
        values.text("engine"),
        ports,
        notes,
        regions,
        findings);
  }

  private static Instant time(String text) throws BadSampleException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new BadSampleException("time: expected ISO 8601, found '%.40s'".formatted(text));
    }
  }

  private static long uptime(Values values) throws BadSampleException {
    try {
      long nanos = new BigDecimal(values.plain("uptime")).movePointRight(9).longValueExact();
      if (nanos >= 0) {
        return nanos;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong("uptime", "seconds", values.plain("uptime"));
    }
    throw wrong("uptime", "seconds", values.plain("uptime"));
  }

  private static PortReading port(JsonParser json) throws IOException, BadSampleException {
    Values values = new Values();
    List<RingReading> rings = new ArrayList<>();
    List<PortFacts> facts = new ArrayList<>();
    object(
        json,
        "a port",
        (in, name) -> {
          switch (name) {
            case "rings" -> list(in, name, () -> rings.add(ring(in)));
            case "facts" -> facts.add(FactsParser.facts(in));
            default -> values.read(in, name);
          }
        });
    return new PortReading(
        values.text("name"),
        constant(PortKind.class, "kind", values.text("kind")),
        rings,
        values.get("trouble"),
        values.textOr("owner", ""),
        facts.isEmpty() ? PortFacts.NONE : facts.getLast());
  }

  private static RingReading ring(JsonParser json) throws IOException, BadSampleException {
    Values values = new Values();
    Map<String, Long> losses = new HashMap<>();
    List<Long> batches = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    Values burst = new Values();
    object(
        json,
        "a ring",
        (in, name) -> {
          switch (name) {
            case "losses" -> object(in, name, (at, cause) -> losses.put(cause, count(at, cause)));
            case "batches" -> list(in, name, () -> batches.add(count(in, name)));
            case "sizes" -> list(in, name, () -> sizes.add(count(in, name)));
            case "burst" -> object(in, name, burst::read);
            default -> values.read(in, name);
          }
        });
    int slots = (int) values.number("slots", MAX_SLOTS);
    int last = Math.max(0, slots - 1);
    return new RingReading(
        (int) values.number("ring", MAX_SLOTS),
        constant(Direction.class, "direction", values.text("direction").replace('-', '_')),
        slots,
        (int) values.number("head", last),
        (int) values.number("cur", last),
        (int) values.number("tail", last),
        values.number("packets", Long.MAX_VALUE),
        values.number("bytes", Long.MAX_VALUE),
        values.number("drops", Long.MAX_VALUE),
        constant(Label.class, "label", values.text("label")),
        losses,
        activity(values, batches, sizes, burst));
  }

  private static RingActivity activity(
      Values ring, List<Long> batches, List<Long> sizes, Values burst) throws BadSampleException {
    return new RingActivity(
        ring.numberOrZero("looks", Long.MAX_VALUE),
        ring.numberOrZero("fullLooks", Long.MAX_VALUE),
        ring.numberOrZero("stalls", Long.MAX_VALUE),
        (int) ring.numberOrZero("highWater", MAX_SLOTS),
        batches,
        sizes,
        new RingActivity.Burst(
            burst.numberOrZero("packets", Long.MAX_VALUE),
            burst.numberOrZero("micros", Long.MAX_VALUE)));
  }
}
