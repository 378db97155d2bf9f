package org.netmap4j.top.ui;

import java.util.List;

/**
 * A line of help.
 *
 * @param keys the keys, or the word, that it explains
 * @param meaning what they do
 * @param brief the same for screens that have no room for it; empty for what these do not show
 */
public record KeyHelp(String keys, String meaning, String brief) {
  /** All keys. */
  public static final List<KeyHelp> KEYS =
      List.of(
          new KeyHelp("Up Down j k", "move", "move"),
          new KeyHelp("PgUp PgDn", "page", ""),
          new KeyHelp("g G Home End", "first, last", "ends"),
          new KeyHelp("Enter", "open the port or the ring", "open"),
          new KeyHelp("1-9 Tab", "overview, port, ring, ...", "pages"),
          new KeyHelp("[ ]", "the port or ring beside it", "beside"),
          new KeyHelp("F6 > <", "sort by next, previous", "sort"),
          new KeyHelp("N P B T", "by ring, pkt/s, bit/s, packets", "sort by"),
          new KeyHelp("Y D U", "by bytes, drops, used slots", ""),
          new KeyHelp("r I", "reverse the order", "reverse"),
          new KeyHelp("Space o", "pause, keep the order", "pause, keep"),
          new KeyHelp("x", "packets byte by byte", "hex"),
          new KeyHelp("w", "record; stop recording", "record"),
          new KeyHelp("u", "units: bits, bytes, wire", "units"),
          new KeyHelp("s l", "graphs: link rate, logarithmic", "scale"),
          new KeyHelp("e", "hide idle rings", "idle"),
          new KeyHelp("/ F3 n", "search, next match", "search"),
          new KeyHelp("\\ F4", "show only what matches", "filter"),
          new KeyHelp("Esc", "end search, filter; go back", "back"),
          new KeyHelp("^L ^Z", "redraw, suspend", ""),
          new KeyHelp("? h F1", "this help", "help"),
          new KeyHelp("q F10 ^C", "quit", "quit"));

  /** Words and marks on the screen. */
  public static final List<KeyHelp> WORDS =
      List.of(
          new KeyHelp("exact", "every packet was counted", "all counted"),
          new KeyHelp("sampled", "from indices, now and then", "indices"),
          new KeyHelp("driver", "the driver's own counter", "counter"),
          new KeyHelp("inferred", "rests on an assumption", "assumed"),
          new KeyHelp("!", "drops rising, or a fault", "trouble"),
          new KeyHelp("*", "gets 1.5 times the mean of RX", "hot ring"),
          new KeyHelp("H C T", "head, cur, tail on the map", ""),
          new KeyHelp("L1", "24 bytes of framing a packet", ""));
}
