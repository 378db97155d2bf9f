package org.netmap4j.top.units;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, '0 '",
    "0.0004, '0 '",
    "0.001, '0.001 '",
    "1, '1.000 '",
    "12.345, '12.35 '",
    "999.94, '999.9 '",
    "999.95, '1.000k'",
    "1234567, '1.235M'",
    "14880952.4, '14.88M'",
    "99995, '100.0k'",
    "1e11, '100.0G'",
    "9.22e18, '9.220E'",
    "NaN, '0 '",
    "-5, '0 '"
  })
  void ratesHaveFourDigits(double value, String text) {
    assertEquals(text, Si.rate(value));
  }

  @Test
  void nothingIsWiderThanItsColumn() {
    Random random = new Random(4711);
    for (int i = 0; i < 100_000; i++) {
      double value = Math.pow(10, random.nextDouble() * 21 - 3);
      assertTrue(Si.rate(value).length() <= 6, () -> Si.rate(value));
      assertTrue(Si.count((long) value).length() <= 6, () -> Si.count((long) value));
      assertEquals(12, Si.field(value, "bit/s").length(), () -> Si.field(value, "bit/s"));
    }
  }

  @Test
  void countsAreWholeAsLongAsTheyFit() {
    assertEquals("0 ", Si.count(0));
    assertEquals("9999 ", Si.count(9999));
    assertEquals("10.00k", Si.count(10_000));
    assertEquals("12,345,678", Si.exact(12_345_678));
  }

  @Test
  void unitsFollowTheNumber() {
    assertEquals("1.234 Mpkt/s", Si.rate(1_234_000, "pkt/s"));
    assertEquals("0 pkt/s", Si.rate(0, "pkt/s"));
    assertEquals("    0 pkt/s ", Si.field(0, "pkt/s"));
    assertEquals("1.234 Mpkt/s", Si.field(1_234_000, "pkt/s"));
  }

  @Test
  void theWireHasMoreThanTheFrame() {
    assertEquals(14_880_952.4 * 84 * 8, RateUnit.WIRE_BITS.of(14_880_952.4 * 60, 14_880_952.4), 1);
    assertEquals(480, RateUnit.BITS.of(60, 1));
    assertEquals(60, RateUnit.BYTES.of(60, 1));
  }

  @Test
  void whatCommandsATerminalIsReplaced() {
    assertEquals("a?[31mb?c", Printable.of("a\u001b[31mb\u009bc"));
    assertEquals("?? é ▏? ??", Printable.of("\n\t é ▏\u200d 漢\u0301"));
    assertEquals("??", Printable.of("😀"));
  }
}
