package org.netmap4j.top.replay;

import static org.netmap4j.top.replay.Fields.list;
import static org.netmap4j.top.replay.Fields.object;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.RegionReading;

/** Reads what the machine said: facts of ports, regions, findings. */
final class FactsParser {
  private FactsParser() {}

  static PortFacts facts(JsonParser json) throws IOException, BadSampleException {
    Values values = new Values();
    List<String> offloads = new ArrayList<>();
    List<PortFacts.Counter> counters = new ArrayList<>();
    object(
        json,
        "facts",
        (in, name) -> {
          switch (name) {
            case "offloads" -> list(in, name, () -> offloads.add(Fields.text(in, name)));
            case "counters" -> list(in, name, () -> counters.add(counter(in)));
            default -> values.read(in, name);
          }
        });
    return new PortFacts(
        values.get("mode"),
        values.get("driver"),
        values.flag("up"),
        values.whole("bitsPerSecond"),
        values.integer("mtu"),
        values.integer("receiveQueues"),
        values.integer("transmitQueues"),
        offloads,
        values.get("pause"),
        counters);
  }

  private static PortFacts.Counter counter(JsonParser json) throws IOException, BadSampleException {
    Values values = values(json, "a counter");
    return new PortFacts.Counter(
        values.text("name"),
        values.number("value", Long.MAX_VALUE),
        Objects.requireNonNullElse(values.flag("loss"), false));
  }

  static RegionReading region(JsonParser json) throws IOException, BadSampleException {
    Values values = new Values();
    List<RegionReading.Pool> pools = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    object(
        json,
        "a region",
        (in, name) -> {
          switch (name) {
            case "pools" -> list(in, name, () -> pools.add(pool(in)));
            case "ports" -> list(in, name, () -> ports.add(Fields.text(in, name)));
            default -> values.read(in, name);
          }
        });
    return new RegionReading(
        values.text("engine"),
        (int) values.number("id", Integer.MAX_VALUE),
        values.number("bytes", Long.MAX_VALUE),
        values.textOr("owner", ""),
        pools,
        ports);
  }

  private static RegionReading.Pool pool(JsonParser json) throws IOException, BadSampleException {
    Values values = values(json, "a pool");
    return new RegionReading.Pool(
        values.text("name"),
        values.number("objectBytes", Long.MAX_VALUE),
        values.number("total", Long.MAX_VALUE),
        values.number("used", Long.MAX_VALUE));
  }

  static Finding finding(JsonParser json) throws IOException, BadSampleException {
    Values values = values(json, "a finding");
    return new Finding(
        values.text("check"),
        values.text("subject"),
        Fields.constant(Finding.Severity.class, "severity", values.text("severity")),
        values.text("evidence"),
        values.textOr("effect", ""),
        values.textOr("remedy", ""));
  }

  private static Values values(JsonParser json, String what)
      throws IOException, BadSampleException {
    Values values = new Values();
    object(json, what, values::read);
    return values;
  }
}
