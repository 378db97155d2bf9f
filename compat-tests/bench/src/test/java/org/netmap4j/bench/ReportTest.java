package org.netmap4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.netmap4j.bench.Report.Score;

/** What the report says of rounds. */
class ReportTest {
  private static final Row ROW = new Row("one / other", "one", Map.of(), 0.9, 1.1, 0);

  private final Report report = new Report();

  private void round(double java, double peer, double bytes) {
    report.add(ROW, new Score(java, peer, bytes));
  }

  private String table() {
    return report.table(List.of(ROW));
  }

  @Test
  void takesTheMedianOfTheRatios() {
    round(10, 10, 0);
    round(30, 60, 0); // a busy machine: the ratio stays
    round(10, 9, 0);
    String table = table();
    assertTrue(table.contains(" 1.00   0.90-2.00") && table.contains("ok"), table);
    assertTrue(report.good());
  }

  @Test
  void tellsWhatIsTooSlow() {
    round(10, 8, 0);
    assertTrue(table().contains("MISSED"));
    assertFalse(report.good());
  }

  @Test
  void tellsWhatAllocates() {
    round(10, 20, 24);
    assertTrue(table().contains("reached, ALLOCATES"));
    assertFalse(report.good());
  }

  @Test
  void countsWhatHasNoPeer() {
    report.add(ROW, new Score(10, 0, 0));
    String table = table();
    assertTrue(table.contains("skipped: no C peer"), table);
    assertTrue(table.contains("1 rows: 0 missed, 1 skipped"), table);
    assertTrue(report.good());
  }

  @Test
  void medianOfAnEvenNumberIsBetween() {
    assertEquals(2.5, Report.median(new double[] {4, 1, 3, 2}));
  }

  @Test
  void tellsAFigureThatNothingIsAskedOf() {
    Row own = new Row("alone", "one", Map.of(), 0, 0, 0);
    report.add(own, new Score(10, 0, 0));
    String table = report.table(List.of(own));
    assertTrue(table.contains(" 100.0 ") && table.contains("told"), table);
    assertTrue(table.contains("1 rows: 0 missed, 0 skipped"), table);
    report.add(own, new Score(10, 0, 24));
    report.add(own, new Score(10, 0, 24));
    assertTrue(report.table(List.of(own)).contains("ALLOCATES"));
  }

  @Test
  void tellsHowFastAFileIs() {
    Row file = new Row("file", "one", Map.of(), 0.9, 1.1, 100);
    report.add(file, new Score(50, 100, 3));
    String table = report.table(List.of(file));
    assertTrue(table.contains("reached, 2.00 GB/s, peer 1.00 GB/s"), table);
  }
}
