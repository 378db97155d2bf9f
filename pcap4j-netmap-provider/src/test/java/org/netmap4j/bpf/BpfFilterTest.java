package org.netmap4j.bpf;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BpfFilterTest {
  private static final byte[] PACKET =
      HexFormat.of()
          .parseHex(
              "ffffffffffff020000000001" // link
                  + "0800450000280001000040060000c00002070a0000ff" // IPv4, TCP
                  + "c0000050000000010000000250020000" // from 49152 to 80, SYN
                  + "00000000");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "tcp dst port 80,true",
        "tcp port 443,false",
        "host 192.0.2.7 and not arp,true",
        "tcp[tcpflags] & tcp-syn != 0,true",
        "ether broadcast,true",
        "\"\",true",
        "len = 54,true",
        "ip6,false"
      })
  void decides(String expression, boolean matches) {
    assertEquals(matches, BpfFilter.compile(expression).matches(PACKET));
  }

  @Test
  void saysHowManyBytesAreWanted() {
    MemorySegment memory = MemorySegment.ofArray(PACKET);
    BpfFilter filter = BpfFilter.compile("tcp", BpfFilter.Options.DEFAULT.withSnaplen(96));
    assertEquals(96, filter.run(memory, 0, PACKET.length, PACKET.length));
    assertEquals(0, filter.run(memory, 0, 20, PACKET.length), "cut before the protocol");
  }

  @Test
  void staysInsideTheMemory() {
    MemorySegment memory = MemorySegment.ofArray(PACKET);
    BpfFilter filter = BpfFilter.compile("tcp");
    assertThrows(IndexOutOfBoundsException.class, () -> filter.run(memory, 1, PACKET.length, 99));
    assertThrows(IndexOutOfBoundsException.class, () -> filter.run(memory, -1, 4, 4));
  }

  @Test
  void broadcastOfANetworkNeedsItsMask() {
    assertThrows(FilterException.class, () -> BpfFilter.compile("ip broadcast"));
    BpfFilter filter =
        BpfFilter.compile("ip broadcast", BpfFilter.Options.DEFAULT.withNetmask(0xffffff00));
    assertTrue(filter.matches(PACKET));
  }

  @Test
  void rawPacketsBeginWithTheirNetworkHeader() {
    byte[] raw = java.util.Arrays.copyOfRange(PACKET, 14, PACKET.length);
    BpfFilter filter =
        BpfFilter.compile("tcp", BpfFilter.Options.DEFAULT.withLink(LinkType.RAW_IP));
    assertTrue(filter.matches(raw));
    assertFalse(BpfFilter.compile("tcp").matches(raw));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "tcp port;8;expected a name, a number or an address, at its end",
        "tcp port 80 or udp prot 53;19;expected \"and\", \"or\" or the end",
        "ip[0:3] = 1;0;expected 1, 2 or 4 bytes, found 3",
        "host 10.0.0.256;5;expected an IPv4 address, its parts up to 255",
        "tcp and (udp or;15;at its end",
        "port 99999;5;expected a port of at most 65535, found 99999",
        "net 10.0.0.1/8;4;has bits set behind its mask",
        "ether host 10.0.0.1;11;expected an Ethernet address",
        "vlan 5000;0;expected a VLAN's number of at most 4095, found 5000",
        "tcp ~ udp;4;a character that no filter has",
        "wlan type data;5;\"type\" is not supported for Ethernet and raw IP packets",
        "ip6 protochain 6;15;protochain is not supported",
        "tcp and not tcp;0;no packet can match"
      })
  void errorsSayWhatAndWhere(String expression, int position, String problem) {
    FilterException e = assertThrows(FilterException.class, () -> BpfFilter.compile(expression));
    assertTrue(String.valueOf(e.getMessage()).contains(problem), e.getMessage());
    assertEquals(position, e.position(), e.getMessage());
    assertEquals(expression, e.expression());
  }

  @ParameterizedTest
  @MethodSource("tooMuch")
  void expressionsCannotBeTooDeepOrTooLong(String expression) {
    onASmallStack(() -> assertThrows(FilterException.class, () -> BpfFilter.compile(expression)));
  }

  static Stream<String> tooMuch() {
    return Stream.of(
        "(".repeat(100_000) + "tcp" + ")".repeat(100_000),
        "(".repeat(100_000),
        "host (".repeat(100_000),
        "host 1 and (".repeat(100_000),
        "not ".repeat(100_000) + "tcp",
        "host !".repeat(100_000),
        "host " + "!".repeat(100_000) + " 1",
        "- ".repeat(100_000) + "1 = 1",
        "tcp[".repeat(100_000),
        "vlan " + "(".repeat(100_000),
        "tcp[0] + ".repeat(3000) + "1 = 1",
        "tcp[0] ^ ".repeat(3000) + "1 = 1",
        "1 = " + "(tcp[0] + ".repeat(3000));
  }

  @ParameterizedTest
  @MethodSource("much")
  void expressionsCanBeDeepAndLong(String expression) {
    onASmallStack(() -> BpfFilter.compile(expression));
  }

  static Stream<String> much() {
    return Stream.of(
        "(".repeat(100) + "tcp" + ")".repeat(100),
        "not ".repeat(100) + "tcp",
        "tcp[" + "tcp[".repeat(15) + "0" + "]".repeat(16) + " = 1",
        "ip[0]" + " + 1".repeat(199) + " = 1",
        IntStream.range(0, 1500)
            .mapToObj(i -> "host 10.0." + i / 256 + "." + i % 256)
            .collect(Collectors.joining(" or ")),
        "port 1" + " or port 1".repeat(10_000),
        "port 1" + " and not port 2".repeat(10_000));
  }

  /** On half the stack that threads usually have: callers may be deep already. */
  private static void onASmallStack(Runnable work) {
    AtomicReference<@Nullable Throwable> problem = new AtomicReference<>();
    Thread thread = new Thread(null, work, "small stack", 512 << 10);
    thread.setUncaughtExceptionHandler((_, e) -> problem.set(e));
    thread.start();
    assertDoesNotThrow(() -> thread.join(60_000));
    assertFalse(thread.isAlive(), "still compiling after a minute");
    assertNull(problem.get(), () -> String.valueOf(problem.get()));
  }

  @Test
  void randomTextsAreRefusedOrCompiled() {
    Random random = org.netmap4j.scripted.Seeds.random(BpfFilterTest.class);
    List<String> words =
        List.of(
            ("tcp udp ip ip6 host net port portrange and or not ( ) [ ] : = != < > 80 10.0.0.1 ::1"
                    + " 10.0.0.0/8 len vlan mpls src dst ether proto - + * & | 0x ' \\tcp llc 5 ;")
                .split(" ", -1));
    int compiled = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(8); left >= 0; left--) {
        text.append(words.get(random.nextInt(words.size()))).append(' ');
      }
      try {
        BpfFilter.compile(text.toString()).matches(PACKET);
        compiled++;
      } catch (FilterException e) {
        assertTrue(e.position() <= text.length());
      }
    }
    assertTrue(compiled > 1000, "only " + compiled + " compiled");
  }

  /** Nothing here is an expression; none takes more than the stack, or time by its square. */
  @ParameterizedTest
  @ValueSource(strings = {":", "1:", "12::", "1.", "-", "a-", "f:f ", "\\a", "( ", "9", "::1 "})
  void longTextsAreRefused(String part) {
    String text = "ether host " + part.repeat(100_000);
    onASmallStack(() -> assertThrows(FilterException.class, () -> BpfFilter.compile(text)));
  }

  @Test
  void errorsShowNoCharactersThatAreNone() {
    FilterException e =
        assertThrows(
            FilterException.class, () -> BpfFilter.compile("port \\a\u202e\u2028\u0085\ud83d"));
    assertEquals(
        "filter \"port \\a????\": unknown port \"a????\", at character 6 (\"\\a????\")",
        e.getMessage());
  }

  @Test
  void aProgramThatWantsNothingIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> BpfFilter.Options.DEFAULT.withSnaplen(0));
    assertThrows(
        IllegalArgumentException.class, () -> new Names.Service(65536, OptionalInt.empty()));
  }

  /** Tests skip 255 instructions at most: at each distance about that, all ends are reached. */
  @Test
  void jumpsReachAnyDistance() {
    for (int bytes = 100; bytes < 140; bytes++) {
      for (int others = 1; others < 4; others++) {
        String all = chain(bytes, " and ", others);
        String any = chain(bytes, " or ", others);
        BpfFilter both = // of which the second test is far from what either outcome leads to
            BpfFilter.compile("(ether[0]=7 and ether[1]=2) or (not ether[0]=7 and (" + any + "))");
        byte[] seven = new byte[bytes + 1];
        seven[0] = 7;
        assertFalse(both.matches(seven), "no far away");
        seven[1] = 2;
        assertTrue(both.matches(seven), "yes far away");
        for (int at : new int[] {0, 1, bytes / 2, bytes - 1}) {
          String where = bytes + " and " + others + ", byte " + at;
          byte[] ones = new byte[bytes + 1];
          Arrays.fill(ones, (byte) 1);
          assertTrue(BpfFilter.compile(all).matches(ones), where);
          assertFalse(BpfFilter.compile("not (" + all + ")").matches(ones), where);
          ones[at] = 0;
          assertFalse(BpfFilter.compile(all).matches(ones), where);
          byte[] zeros = new byte[bytes + 1];
          assertFalse(BpfFilter.compile(any).matches(zeros), where);
          zeros[at] = 1;
          assertTrue(BpfFilter.compile(any).matches(zeros), where);
          assertFalse(BpfFilter.compile("not (" + any + ")").matches(zeros), where);
        }
      }
    }
  }

  /** A test of two instructions for each byte, and others of one for the byte behind them. */
  private static String chain(int bytes, String join, int others) {
    String last =
        IntStream.range(0, others)
            .mapToObj(i -> "ether[%d] = %d".formatted(bytes, i == 0 ? 1 : i + 100))
            .collect(Collectors.joining(" or "));
    String first =
        IntStream.range(0, bytes)
            .mapToObj(i -> "ether[" + i + "] = 1")
            .collect(Collectors.joining(join));
    return first + join + "(" + last + ")";
  }

  /** HotSpot compiles no method of more than 8000 bytes: interpreting the program is faster. */
  @ParameterizedTest
  @CsvSource({"180,true", "240,false", "300,false"})
  void aClassIsMadeOfWhatHotSpotCompiles(int loads, boolean made) {
    List<BpfInstruction> program = new ArrayList<>();
    for (int i = 0; i < loads; i++) {
      program.add(BpfInstruction.of(BpfCode.LD | BpfCode.IND | BpfCode.B, i));
    }
    program.add(BpfInstruction.of(BpfCode.RET, 1));
    assertEquals(made, BpfClass.matcher(BpfProgram.of(program)).isPresent());
  }

  @Test
  void aHotFilterBecomesAClassAndDecidesTheSame() throws InterruptedException {
    BpfFilter filter = BpfFilter.compile("tcp dst port 80");
    assertFalse(filter.isCompiled());
    long end = System.nanoTime() + 10_000_000_000L;
    while (!filter.isCompiled() && System.nanoTime() < end) {
      for (int i = 0; i < 10_000; i++) {
        assertTrue(filter.matches(PACKET));
      }
      Thread.sleep(1);
    }
    assertTrue(filter.isCompiled());
    assertTrue(filter.matches(PACKET));
    assertFalse(filter.matches(new byte[60]));
  }

  /** Names that need no system. */
  private static final Names NAMES =
      new Names() {
        @Override
        public List<InetAddress> host(String name) {
          try {
            return name.equals("both")
                ? List.of(InetAddress.getByName("192.0.2.7"), InetAddress.getByName("2001:db8::7"))
                : List.of();
          } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
          }
        }

        @Override
        public OptionalInt network(String name) {
          return name.equals("lab") ? OptionalInt.of(0xc0000200) : OptionalInt.empty();
        }

        @Override
        public OptionalInt protocol(String name) {
          return name.equals("tcp") ? OptionalInt.of(6) : OptionalInt.empty();
        }

        @Override
        public Optional<Service> service(String name) {
          return switch (name) {
            case "web" -> Optional.of(new Service(80, OptionalInt.of(6)));
            case "any" -> Optional.of(new Service(80, OptionalInt.empty()));
            default -> Optional.empty();
          };
        }

        @Override
        public Optional<byte[]> ethernet(String name) {
          return name.equals("me") ? Optional.of(new byte[] {2, 0, 0, 0, 0, 1}) : Optional.empty();
        }
      };

  @ParameterizedTest
  @CsvSource({
    "host both,true",
    "ip host both,true",
    "dst host both,false",
    "port web,true",
    "tcp port web,true",
    "udp port any,false",
    "portrange any-web,true",
    "ip proto \\tcp,true",
    "ether src me,true",
    "ether dst me,false"
  })
  void namesAreLookedUp(String expression, boolean matches) {
    BpfFilter filter = BpfFilter.compile(expression, BpfFilter.Options.DEFAULT.withNames(NAMES));
    assertEquals(matches, filter.matches(PACKET));
  }

  @ParameterizedTest
  @CsvSource({
    "host nobody,unknown host",
    "udp port web,of another protocol",
    "port nothing,unknown port",
    "net nowhere,unknown network",
    "proto what,unknown protocol",
    "ether host you,unknown Ethernet host"
  })
  void unknownNamesAreNamed(String expression, String problem) {
    FilterException e =
        assertThrows(
            FilterException.class,
            () -> BpfFilter.compile(expression, BpfFilter.Options.DEFAULT.withNames(NAMES)));
    assertTrue(String.valueOf(e.getMessage()).contains(problem), e.getMessage());
  }
}
