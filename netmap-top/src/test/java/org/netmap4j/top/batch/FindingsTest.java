package org.netmap4j.top.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;
import org.netmap4j.top.model.PortFacts;
import org.netmap4j.top.model.RegionReading;

/** Findings and facts as they are written. */
class FindingsTest {
  private static final Finding FAULT =
      new Finding(
          "link",
          "eth\u001b[7m0",
          Severity.FAULT,
          "the interface is down",
          "nothing is received and nothing is sent, and this goes on for longer than a line of 80"
              + " columns",
          "echo 9216 > /sys/module/netmap/parameters/buf_size && echo 36408 >"
              + " /sys/module/netmap/parameters/buf_num");
  private static final Finding WELL = new Finding("mtu", "eth0", Severity.OK, "MTU 1,500", "", "");

  @Test
  void textIsBlocksOfEightyColumns() {
    assertEquals(
        """
        FAULT    eth?[7m0: link
          seen   the interface is down
          effect nothing is received and nothing is sent, and this goes on for longer
                 than a line of 80 columns
          do     echo 9216 > /sys/module/netmap/parameters/buf_size && echo 36408 > /sys/module/netmap/parameters/buf_num

        OK       mtu: eth0: MTU 1,500
        netmap-top doctor: 1 fault, 0 warning, 0 note, 0 unknown, 1 ok
        """,
        new FindingsText(false).of(List.of(FAULT, WELL)));
  }

  @Test
  void whatIsWellInManyPlacesIsCounted() {
    assertEquals(
        """
        OK       mtu: as it should be in 9 places
        netmap-top doctor: 0 fault, 0 warning, 0 note, 0 unknown, 9 ok
        """,
        new FindingsText(false).of(Collections.nCopies(9, WELL)));
  }

  @Test
  void coloursAreOfTheSeverityAlone() {
    String text = new FindingsText(true).of(List.of(FAULT, WELL));
    assertTrue(text.startsWith("\u001b[1;31mFAULT\u001b[0m    eth?"), text);
    assertEquals(4, text.chars().filter(c -> c == '\u001b').count(), text);
  }

  @Test
  void jsonHasAllOfThemAndNoEmptyFields() throws IOException {
    String json = FactsJson.document(List.of(FAULT, WELL));
    assertTrue(json.contains("\"version\" : 1"), json);
    assertTrue(json.contains("\"severity\" : \"fault\""), json);
    assertTrue(json.contains("\"remedy\" : \"echo 9216"), json);
    assertEquals(1, json.split("\"effect\"", -1).length - 1, json);
  }

  private interface Part {
    void write(JsonGenerator json) throws IOException;
  }

  private static String written(Part part) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      part.write(json);
      json.writeEndObject();
    }
    return text.toString();
  }

  @Test
  void factsThatAreNotKnownHaveNoField() throws IOException {
    assertEquals("{}", written(json -> FactsJson.facts(json, PortFacts.NONE)));
    PortFacts some =
        new PortFacts(
            "native",
            null,
            true,
            null,
            1500,
            null,
            null,
            List.of("gro"),
            "off",
            List.of(new PortFacts.Counter("rx_missed", 3, true)));
    assertEquals(
        "{\"facts\":{\"mode\":\"native\",\"up\":true,\"mtu\":1500,\"offloads\":[\"gro\"],"
            + "\"pause\":\"off\","
            + "\"counters\":[{\"name\":\"rx_missed\",\"value\":3,\"loss\":true}]}}",
        written(json -> FactsJson.facts(json, some)));
  }

  @Test
  void regionsHaveTheirPools() throws IOException {
    RegionReading region =
        new RegionReading(
            "kernel",
            1,
            343_019_520,
            "",
            List.of(new RegionReading.Pool("rings", 36_864, 200, 4)),
            List.of("eth0"));
    assertEquals(
        "{\"regions\":[{\"engine\":\"kernel\",\"id\":1,\"bytes\":343019520,\"pools\":"
            + "[{\"name\":\"rings\",\"objectBytes\":36864,\"total\":200,\"used\":4}],"
            + "\"ports\":[\"eth0\"]}]}",
        written(json -> FactsJson.regions(json, List.of(region))));
    assertFalse(written(json -> FactsJson.regions(json, List.of())).contains("regions"));
  }
}
