package org.netmap4j.top.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.netmap4j.top.Samples;

class RateMeterTest {
  private static Reading reading(long millis, long packets, long drops) {
    return Samples.reading(
        millis,
        Samples.nic(
            "eth0", null, Samples.ring(0, Direction.RX, 0, 0, packets, packets * 100, drops)));
  }

  private static RingSnapshot ring(Snapshot snapshot) {
    return snapshot.ports().getFirst().rings().getFirst();
  }

  @Test
  void theFirstSampleCountsFromTheOpening() {
    Snapshot first = Samples.snapshots(reading(500, 50, 1)).getFirst();
    assertEquals(100, ring(first).packetsPerSecond());
    assertEquals(80_000, ring(first).bitsPerSecond());
    assertEquals(2, ring(first).dropsPerSecond());
    assertEquals(Duration.ofMillis(500), first.interval());
    assertEquals(1, first.sequence());
  }

  @Test
  void whatOthersCountedBeforeWeLookedIsNoRate() {
    List<Snapshot> all = Samples.others();
    RingSnapshot tap = all.getFirst().ports().get(1).rings().getFirst();
    assertEquals(0, tap.packetsPerSecond());
    assertEquals(0, tap.dropsPerSecond());
    assertEquals(51_000, tap.reading().packets());
    assertEquals(1000, all.getLast().ports().get(1).rings().getFirst().packetsPerSecond());
  }

  @Test
  void whatOthersTapIsNotInTheTotalsAgain() {
    Snapshot last = Samples.others().getLast();
    assertEquals(2000, last.totals(Direction.RX).packetsPerSecond(), "eth0 once, and vale0:a");
    assertEquals(7, last.totals(Direction.TX).packetsPerSecond(), "of the module's eth1");
  }

  @Test
  void laterOnesCountFromTheOneBefore() {
    List<Snapshot> all =
        Samples.snapshots(reading(500, 50, 1), reading(1500, 150, 1), reading(2500, 150, 1));
    assertEquals(100, ring(all.get(1)).packetsPerSecond());
    assertEquals(0, ring(all.get(1)).dropsPerSecond());
    assertTrue(ring(all.get(2)).idle());
    assertEquals(Duration.ofMillis(2500), all.get(2).uptime());
    assertEquals(3, all.get(2).history().rx().size());
  }

  @Test
  void aCounterThatWentBackWasStartedAnew() {
    List<Snapshot> all = Samples.snapshots(reading(1000, 1000, 0), reading(2000, 30, 0));
    assertEquals(30, ring(all.get(1)).packetsPerSecond());
  }

  @Test
  void noTimeIsNoRate() {
    List<Snapshot> all = Samples.snapshots(reading(0, 10, 0), reading(0, 20, 0));
    assertEquals(0, ring(all.get(0)).packetsPerSecond());
    assertEquals(0, ring(all.get(1)).packetsPerSecond());
  }

  @Test
  void portsMayComeAndGo() {
    Reading none = Samples.reading(1000);
    List<Snapshot> all = Samples.snapshots(reading(500, 50, 0), none, reading(1500, 80, 0));
    assertEquals(Totals.ZERO, all.get(1).totals(Direction.RX));
    assertEquals(160, ring(all.get(2)).packetsPerSecond());
  }

  @Test
  void totalsAreOfWhatComesAndOfWhatLeaves() {
    Snapshot snapshot =
        Samples.snapshots(
                Samples.reading(
                    1000,
                    Samples.nic(
                        "a",
                        null,
                        Samples.ring(0, Direction.RX, 0, 0, 1, 60, 2),
                        Samples.ring(1, Direction.RX, 0, 0, 2, 120, 3),
                        Samples.ring(0, Direction.TX, 0, 0, 4, 240, 0),
                        Samples.ring(0, Direction.HOST_RX, 0, 0, 8, 480, 0))))
            .getFirst();
    assertEquals(new Totals(3, 180, 5, 3, 180, 5), snapshot.totals(Direction.RX));
    assertEquals(
        new Totals(12, 720, 0, 12, 720, 0), snapshot.totals(Direction.TX), "the stack sends too");
    assertEquals(4, snapshot.ringCount());
  }

  @Test
  void theTrendFollowsTheRates() {
    List<Snapshot> all =
        Samples.snapshots(
            reading(1000, 100, 0),
            reading(2000, 400, 0),
            reading(4000, 400, 0),
            reading(5000, 40, 0), // anew
            reading(5000, 50, 0)); // no time
    assertEquals(
        new Trend(100, 100, 100, 100, 100, 100, 100, List.of(100.0)), ring(all.get(0)).trend());
    assertEquals(
        new Trend(300, 200, 200, 100, 300, 300, 300, List.of(100.0, 300.0)),
        ring(all.get(1)).trend());
    assertEquals(
        new Trend(0, 100, 100, 100, 300, 300, 300, List.of(100.0, 300.0, 0.0)),
        ring(all.get(2)).trend());
    assertEquals(
        new Trend(40, 88, 88, 40, 300, 300, 300, List.of(100.0, 300.0, 0.0, 40.0)),
        ring(all.get(3)).trend());
    assertEquals(50, ring(all.get(4)).trend().seconds1());
  }

  @Test
  void thePastOfOthersBeginsWhenTheyAreSeen() {
    List<Snapshot> all = Samples.others();
    Trend first = all.getFirst().ports().get(1).rings().getFirst().trend();
    assertEquals(Trend.NONE, first);
    Trend second = all.getLast().ports().get(1).rings().getFirst().trend();
    assertEquals(1000, second.seconds60());
    assertEquals(List.of(1000.0), second.past());
  }

  @Test
  void historyIsBounded() {
    History history = History.EMPTY;
    for (int i = 0; i < History.LENGTH + 10; i++) {
      history = history.with(new Totals(i, 0, 0, 0, 0, 0), Totals.ZERO);
    }
    assertEquals(History.LENGTH, history.rx().size());
    assertEquals(History.LENGTH + 9, history.rx().getLast().packetsPerSecond());
  }
}
