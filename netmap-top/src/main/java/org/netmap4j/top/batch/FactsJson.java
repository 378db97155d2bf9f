package org.netmap4j.top.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.RegionReading;

/** What the machine says, as fields of JSON objects; what is not known has no field. */
public final class FactsJson {
  /** The version of the doctor's object: another when it loses a field or changes its meaning. */
  private static final int VERSION = 1;

  private FactsJson() {}

  /** The doctor's whole output. */
  public static String document(List<Finding> findings) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      json.writeNumberField("version", VERSION);
      json.writeArrayFieldStart("findings");
      for (Finding finding : findings) {
        write(json, finding);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.append("\n").toString();
  }

  /** A field {@code findings}, if there are any. */
  static void findings(JsonGenerator json, List<Finding> findings) throws IOException {
    if (findings.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("findings");
    for (Finding finding : findings) {
      write(json, finding);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("check", finding.check());
    json.writeStringField("subject", finding.subject());
    json.writeStringField("severity", finding.severity().text());
    json.writeStringField("evidence", finding.evidence());
    if (!finding.effect().isEmpty()) {
      json.writeStringField("effect", finding.effect());
    }
    if (!finding.remedy().isEmpty()) {
      json.writeStringField("remedy", finding.remedy());
    }
    json.writeEndObject();
  }

  /** A field {@code regions}, if there are any. */
  static void regions(JsonGenerator json, List<RegionReading> regions) throws IOException {
    if (regions.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("regions");
    for (RegionReading region : regions) {
      json.writeStartObject();
      json.writeStringField("engine", region.engine());
      json.writeNumberField("id", region.id());
      json.writeNumberField("bytes", region.bytes());
      if (!region.owner().isEmpty()) {
        json.writeStringField("owner", region.owner());
      }
      json.writeArrayFieldStart("pools");
      for (RegionReading.Pool pool : region.pools()) {
        json.writeStartObject();
        json.writeStringField("name", pool.name());
        json.writeNumberField("objectBytes", pool.objectBytes());
        json.writeNumberField("total", pool.total());
        json.writeNumberField("used", pool.used());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("ports");
      for (String port : region.ports()) {
        json.writeString(port);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** A field {@code facts}, if there are any. */
  static void facts(JsonGenerator json, PortFacts facts) throws IOException {
    if (facts.equals(PortFacts.NONE)) {
      return;
    }
    json.writeObjectFieldStart("facts");
    text(json, "mode", facts.mode());
    text(json, "driver", facts.driver());
    if (facts.up() != null) {
      json.writeBooleanField("up", facts.up());
    }
    number(json, "bitsPerSecond", facts.bitsPerSecond());
    number(json, "mtu", facts.mtu());
    number(json, "receiveQueues", facts.receiveQueues());
    number(json, "transmitQueues", facts.transmitQueues());
    json.writeArrayFieldStart("offloads");
    for (String offload : facts.offloads()) {
      json.writeString(offload);
    }
    json.writeEndArray();
    text(json, "pause", facts.pause());
    json.writeArrayFieldStart("counters");
    for (PortFacts.Counter counter : facts.counters()) {
      json.writeStartObject();
      json.writeStringField("name", counter.name());
      json.writeNumberField("value", counter.value());
      json.writeBooleanField("loss", counter.loss());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  private static void number(JsonGenerator json, String name, @Nullable Number value)
      throws IOException {
    if (value != null) {
      json.writeNumberField(name, value.longValue());
    }
  }
}
