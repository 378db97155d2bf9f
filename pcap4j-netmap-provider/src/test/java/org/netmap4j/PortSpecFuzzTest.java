package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netmap4j.PortSpec.Feature;
import org.netmap4j.error.NetmapError.BadName;
import org.netmap4j.error.NetmapException;

/** Random names; {@code -Dnetmap.test.seed=N} repeats a run. */
class PortSpecFuzzTest {
  private static final int NAMES = 100_000;
  private static final Set<Feature> ALL = EnumSet.allOf(Feature.class);

  private static final List<String> PIECES =
      List.of(
          "netmap:",
          "vale",
          "vale0:",
          "eth0",
          "a",
          "_",
          ".",
          ":",
          " ",
          "-",
          "^",
          "*",
          "/",
          "@",
          "{",
          "}",
          "+",
          "0",
          "1",
          "3",
          "4094",
          "4095",
          "65537",
          "99999999999999999999",
          "x",
          "z",
          "t",
          "r",
          "R",
          "T",
          "n",
          "/rt",
          "@2",
          "conf",
          "@conf:",
          "rings=",
          "tx-rings=",
          "rx_rings",
          "host-rings=2",
          "slots=64",
          "tx-slots=5",
          "=",
          ",",
          "@share=",
          "@share:port=",
          "vale1:q",
          "@extmem=",
          "@extmem:file=",
          "/f",
          ",buf-num=",
          "@offset=",
          "@offset:initial=",
          "bits=8",
          "\0",
          "\u001b",
          "\u202e",
          "\u00e9",
          "\ud83d\ude00",
          "\ud800",
          "\udc00",
          "\u0663");

  @Test
  void parsesOrRefusesAndRoundTrips() {
    long seed = Long.getLong("netmap.test.seed", System.nanoTime());
    System.out.println("PortSpecFuzzTest seed " + seed);
    Random random = new Random(seed);
    int parsed = 0;
    for (int i = 0; i < NAMES; i++) {
      parsed += parses(name(random), seed) ? 1 : 0;
    }
    assertTrue(parsed > NAMES / 100, "only " + parsed + " names parsed, seed " + seed);
    assertTrue(parsed < NAMES, "no name was refused, seed " + seed);
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    if (random.nextInt(4) > 0) {
      name.append(random.nextBoolean() ? "netmap:eth0" : "vale0:p");
    }
    for (int pieces = random.nextInt(7); pieces > 0; pieces--) {
      if (random.nextInt(8) == 0) {
        name.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
      } else {
        name.append(PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return name.toString();
  }

  private static boolean parses(String name, long seed) {
    PortSpec spec;
    try {
      spec = PortSpec.parse(name, ALL);
    } catch (NetmapException refused) {
      BadName error = assertInstanceOf(BadName.class, refused.error());
      assertEquals(name, error.name());
      assertTrue(error.at() >= 0 && error.at() <= name.length(), error::message);
      return false;
    } catch (RuntimeException wrong) {
      return fail("seed " + seed + ", name '" + name + "'", wrong);
    }
    try {
      PortSpec again = PortSpec.parse(spec.format(), ALL);
      assertEquals(spec, again);
      assertEquals(spec.name(), again.name());
      assertEquals(spec.mode(), again.mode());
      assertEquals(spec.ringId(), again.ringId());
      assertEquals(spec.flags(), again.flags());
      assertEquals(spec.memId(), again.memId());
      assertEquals(spec.conf(), again.conf());
      assertEquals(spec.share(), again.share());
      assertEquals(spec.extmem(), again.extmem());
      assertEquals(spec.offset(), again.offset());
    } catch (NetmapException e) {
      return fail("seed " + seed + ", name '" + name + "' became '" + spec.format() + "'", e);
    }
    return true;
  }
}
