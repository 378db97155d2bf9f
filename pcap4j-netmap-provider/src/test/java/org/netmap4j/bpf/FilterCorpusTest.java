package org.netmap4j.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netmap4j.scripted.Seeds;

/** Every expression of the corpus, held against libpcap's compiler and its bpf_filter. */
class FilterCorpusTest {
  private static final int PACKETS = 3000;

  static List<String> expressions(String file) throws IOException {
    try (InputStream in = FilterCorpusTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("# "))
          .toList();
    }
  }

  private record Case(String expression, LinkType link) {}

  private final List<String> wrong = new ArrayList<>();

  private void compare(Libpcap libpcap, Case it, List<byte[]> packets) {
    Libpcap.Answer theirs = libpcap.compile(it.expression, it.link, Optional.empty());
    BpfFilter ours;
    try {
      ours = BpfFilter.compile(it.expression, BpfFilter.Options.DEFAULT.withLink(it.link));
    } catch (FilterException e) {
      if (!theirs.refused()) {
        wrong.add(it + ": only ours is refused: " + e.getMessage());
      }
      return;
    }
    if (theirs.refused()) {
      wrong.add(it + ": only theirs is refused: " + theirs.error());
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment program = Libpcap.store(theirs.program(), arena);
      MemorySegment memory = arena.allocate(4096);
      BpfMatcher compiled =
          BpfClass.matcher(ours.program()).orElseGet(() -> new BpfInterpreter(ours.program()));
      for (byte[] packet : packets) {
        MemorySegment.copy(
            packet, 0, memory, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, packet.length);
        int expected = libpcap.run(program, memory, packet.length, packet.length);
        int found = ours.run(memory, 0, packet.length, packet.length);
        int generated = compiled.run(memory, 0, packet.length, packet.length);
        if (expected != found || expected != generated) {
          wrong.add(
              "%s: %s: libpcap says %d, we %d and %d%n%s%n%s"
                  .formatted(
                      it,
                      java.util.HexFormat.of().formatHex(packet),
                      expected,
                      found,
                      generated,
                      ours.program(),
                      BpfProgram.of(theirs.program())));
          return;
        }
      }
    }
  }

  @Test
  void verdictsAreThoseOfLibpcap() throws IOException {
    Random random = Seeds.random(FilterCorpusTest.class);
    List<byte[]> ethernet = FilterPackets.ethernet(random, PACKETS);
    List<byte[]> raw = FilterPackets.raw(random, PACKETS);
    List<String> expressions = expressions("accepted.txt");
    assertTrue(expressions.size() >= 400, "the corpus has " + expressions.size());
    try (Libpcap libpcap = Libpcap.orSkip()) {
      for (String expression : expressions) {
        if (libpcap.compile(expression, LinkType.ETHERNET, Optional.empty()).refused()) {
          wrong.add("libpcap refuses " + expression);
        }
        compare(libpcap, new Case(expression, LinkType.ETHERNET), ethernet);
        compare(libpcap, new Case(expression, LinkType.RAW_IP), raw);
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void programsAreAsShortAsLibpcaps() throws IOException {
    long ours = 0;
    long theirs = 0;
    try (Libpcap libpcap = Libpcap.orSkip()) {
      for (String expression : expressions("accepted.txt")) {
        ours += BpfFilter.compile(expression).program().instructions().size();
        theirs += libpcap.compile(expression, LinkType.ETHERNET, Optional.empty()).program().size();
      }
    }
    System.out.printf("FilterCorpusTest: %d instructions, libpcap's %d%n", ours, theirs);
    assertTrue(ours <= theirs * 1.01, ours + " instructions, libpcap has " + theirs);
  }

  @Test
  void refusesWhatItDoesNotSupport() throws IOException {
    for (String expression : expressions("unsupported.txt")) {
      FilterException e =
          assertThrows(FilterException.class, () -> BpfFilter.compile(expression), expression);
      String message = String.valueOf(e.getMessage());
      assertTrue(message.contains("not supported") || message.contains("no packet"), message);
    }
    try (Libpcap libpcap = Libpcap.orSkip()) {
      for (String expression : expressions("unsupported.txt")) {
        Libpcap.Answer theirs = libpcap.compile(expression, LinkType.ETHERNET, Optional.empty());
        assertEquals("", theirs.error(), expression + " is not a difference any more");
      }
    }
  }

  @Test
  void refusesWhatLibpcapRefuses() throws IOException {
    List<String> expressions = expressions("refused.txt");
    assertTrue(expressions.size() >= 100, "the corpus has " + expressions.size());
    try (Libpcap libpcap = Libpcap.orSkip()) {
      for (String expression : expressions) {
        if (!libpcap.compile(expression, LinkType.ETHERNET, Optional.empty()).refused()) {
          wrong.add("libpcap compiles " + expression);
        }
        compare(libpcap, new Case(expression, LinkType.ETHERNET), List.of());
        compare(libpcap, new Case(expression, LinkType.RAW_IP), List.of());
      }
    }
    assertEquals("", String.join("\n", wrong));
  }
}
