package org.netmap4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.PortExtmem.Pool;
import org.netmap4j.PortSpec.Feature;
import org.netmap4j.error.NetmapError.BadName;
import org.netmap4j.error.NetmapException;

class PortSpecTest {
  private static final Set<Feature> OFFSET = Set.of(Feature.OFFSET);

  /** What libnetmap makes of each name, by the fields of its register request. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // name               | nr_name      | mode    | ring | nr_flags | mem
        "netmap:eth0          | eth0         | ALL_NIC | 0    | 0        | 0",
        "netmap:eth0-3        | eth0         | ONE_NIC | 3    | 0        | 0",
        "netmap:eth0-0        | eth0         | ONE_NIC | 0    | 0        | 0",
        "netmap:eth0-003      | eth0         | ONE_NIC | 3    | 0        | 0",
        "netmap:eth0-4094     | eth0         | ONE_NIC | 4094 | 0        | 0",
        "netmap:eth0^         | eth0         | SW      | 0    | 0        | 0",
        "netmap:eth0^0        | eth0         | ONE_SW  | 0    | 0        | 0",
        "netmap:eth0^2        | eth0         | ONE_SW  | 2    | 0        | 0",
        "netmap:eth0^/r       | eth0         | SW      | 0    | 0x200    | 0",
        "netmap:eth0^@2       | eth0         | SW      | 0    | 0        | 2",
        "netmap:eth0*         | eth0         | NIC_SW  | 0    | 0        | 0",
        "netmap:eth0*/x       | eth0         | NIC_SW  | 0    | 0x800    | 0",
        "netmap:eth0/x        | eth0         | ALL_NIC | 0    | 0x800    | 0",
        "netmap:eth0/r        | eth0         | ALL_NIC | 0    | 0x200    | 0",
        "netmap:eth0/t        | eth0         | ALL_NIC | 0    | 0x100    | 0",
        "netmap:eth0/rt       | eth0         | ALL_NIC | 0    | 0x300    | 0",
        "netmap:eth0/z        | eth0         | ALL_NIC | 0    | 0x400    | 0",
        "netmap:eth0/zr       | eth0         | ALL_NIC | 0    | 0x600    | 0",
        "netmap:eth0-1/rt     | eth0         | ONE_NIC | 1    | 0x300    | 0",
        "netmap:eth0/R        | eth0         | ALL_NIC | 0    | 0x2000   | 0",
        "netmap:eth0/T        | eth0         | ALL_NIC | 0    | 0x4000   | 0",
        "netmap:eth0/RT       | eth0         | ALL_NIC | 0    | 0x6000   | 0",
        "netmap:eth0/rr       | eth0         | ALL_NIC | 0    | 0x200    | 0",
        "netmap:eth0@1        | eth0         | ALL_NIC | 0    | 0        | 1",
        "netmap:eth0@2@2      | eth0         | ALL_NIC | 0    | 0        | 2",
        "netmap:eth0@65537    | eth0         | ALL_NIC | 0    | 0        | 1",
        "netmap:eth0@65537@1  | eth0         | ALL_NIC | 0    | 0        | 1",
        "netmap:eth0@65535    | eth0         | ALL_NIC | 0    | 0        | 65535",
        "netmap:eth0@2/x      | eth0         | ALL_NIC | 0    | 0x800    | 2",
        "netmap:eth0/x@2      | eth0         | ALL_NIC | 0    | 0x800    | 2",
        "netmap:eth0/x@2/r    | eth0         | ALL_NIC | 0    | 0xA00    | 2",
        "netmap:eth0/@3       | eth0         | ALL_NIC | 0    | 0        | 3",
        "netmap:eth0/@conf:   | eth0         | ALL_NIC | 0    | 0        | 0",
        "netmap:eth0{1        | eth0{1       | ALL_NIC | 0    | 0        | 0",
        "netmap:eth0}1        | eth0}1       | ALL_NIC | 0    | 0        | 0",
        "netmap:eth0{abc      | eth0{abc     | ALL_NIC | 0    | 0        | 0",
        "netmap:eth0{1-0      | eth0{1       | ONE_NIC | 0    | 0        | 0",
        "netmap:eth0{1/rt     | eth0{1       | ALL_NIC | 0    | 0x300    | 0",
        "netmap:{x            | {x           | ALL_NIC | 0    | 0        | 0",
        "netmap:eth0.100      | eth0.100     | ALL_NIC | 0    | 0        | 0",
        "netmap:eth0+         | eth0+        | ALL_NIC | 0    | 0        | 0",
        "netmap:eth0:1        | eth0:1       | ALL_NIC | 0    | 0        | 0",
        "\"netmap:my eth \"   | \"my eth \"  | ALL_NIC | 0    | 0        | 0",
        "vale0:a              | vale0:a      | ALL_NIC | 0    | 0        | 0",
        "vale:a               | vale:a       | ALL_NIC | 0    | 0        | 0",
        "valeX_1:p            | valeX_1:p    | ALL_NIC | 0    | 0        | 0",
        "vale0:               | vale0:       | ALL_NIC | 0    | 0        | 0",
        "vale0:p^             | vale0:p      | SW      | 0    | 0        | 0",
        "vale0:a.b            | vale0:a.b    | ALL_NIC | 0    | 0        | 0",
        "vale0:a:b            | vale0:a:b    | ALL_NIC | 0    | 0        | 0",
        "vale0:p}x-1          | vale0:p}x    | ONE_NIC | 1    | 0        | 0",
        "netmap:vale0:p       | vale0:p      | ALL_NIC | 0    | 0        | 0",
        "netmap:valid0        | valid0       | ALL_NIC | 0    | 0        | 0",
        "netmap:eth0@1@conf:slots=64 | eth0  | ALL_NIC | 0    | 0        | 1",
      })
  void readsWhatLibnetmapReads(
      String text, String name, PortMode mode, int ring, String flags, int memId)
      throws NetmapException {
    PortSpec spec = PortSpec.parse(text);
    assertEquals(name, spec.name());
    assertEquals(mode, spec.mode());
    assertEquals(ring, spec.ringId());
    assertEquals(Long.decode(flags), spec.registerFlags());
    assertEquals(memId, spec.memId());
    assertEquals(spec, PortSpec.parse(spec.format()));
  }

  /** Where each name stops being one (from 0), and what the message says was expected there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "netmap:eth0-4095       | 12 | a ring number from 0 to 4094",
        "netmap:eth0^4095       | 12 | a ring number from 0 to 4094",
        "netmap:eth0-99999999999999999999 | 12 | a ring number from 0 to 4094",
        "netmap:eth0-           | 12 | a ring number from 0 to 4094 after '-'",
        "netmap:eth0-x          | 12 | a ring number from 0 to 4094 after '-'",
        "netmap:eth0-+2         | 12 | a ring number from 0 to 4094 after '-'",
        "netmap:eth0--1         | 12 | a ring number from 0 to 4094 after '-'",
        "netmap:eth0-2abc       | 13 | '/', '@' or the end",
        "netmap:eth0^x          | 12 | a ring number from 0 to 4094, '/', '@' or the end",
        "netmap:eth0*2          | 12 | '/', '@' or the end",
        "netmap:eth0*^          | 12 | '/', '@' or the end",
        "netmap:eth0/           | 12 | a flag (x, z, t, r, R or T)",
        "netmap:eth0/n          | 12 | a flag (x, z, t, r, R or T), '@' or the end",
        "netmap:eth0/m          | 12 | a flag (x, z, t, r, R or T), '@' or the end",
        "netmap:eth0/x/r        | 13 | a flag (x, z, t, r, R or T), '@' or the end",
        "netmap:eth0@0          | 12 | a memory id from 1 to 65535",
        "netmap:eth0@65536      | 12 | a memory id from 1 to 65535",
        "netmap:eth0@9223372036854775808 | 12 | a memory id from 1 to 65535",
        "netmap:eth0@2@3        | 14 | the memory id 2 given before",
        "netmap:eth0@65537@65537 | 18 | the memory id 1 given before",
        "netmap:eth0@2x         | 13 | '/', '@' or the end",
        "netmap:eth0@           | 12 | a memory id or an option (conf, share",
        "netmap:eth0/x@         | 14 | a memory id or an option (conf, share",
        "netmap:eth0{           | 12 | a pipe id",
        "netmap:eth0{1{2        | 13 | letters, digits and '_' in the pipe id",
        "netmap:eth0{1}2        | 13 | letters, digits and '_' in the pipe id",
        "netmap:eth0{a.b        | 13 | letters, digits and '_' in the pipe id",
        "netmap:br-lan          | 10 | a ring number from 0 to 4094 after '-', which cannot be part",
        "netmap:                |  7 | the name of a port",
        "netmap:^               |  7 | the name of a port",
        "netmapx:eth0           |  0 | 'netmap:' or 'vale'",
        "netmap                 |  0 | 'netmap:' or 'vale'",
        "eth0                   |  0 | 'netmap:' or 'vale'",
        "NETMAP:eth0            |  0 | 'netmap:' or 'vale'",
        "\"\"                   |  0 | 'netmap:' or 'vale'",
        ":                      |  0 | 'netmap:' or 'vale'",
        "vale0                  |  5 | ':' after 'vale'",
        "vale-0:a               |  4 | ':' after 'vale'",
        "vale@0:a               |  4 | ':' after 'vale'",
        "netmap:eth0@conf=4     | 16 | ':' and keys",
        "netmap:eth0@conf       | 16 | ':' and keys",
        "netmap:eth0@conf:rings=4,rings=2 | 25 | each key once",
        "netmap:eth0@conf:tx-rings=4,tx_rings=4 | 28 | each key once",
        "netmap:eth0@conf:slots=64@1 | 26 | an option (conf, share, extmem or offset)",
        "netmap:eth0@conf:slots=64/x | 25 | a decimal number from 0 to 65535 for slots",
        "netmap:eth0@conf:slots=0x10 | 24 | a decimal number from 0 to 65535 for slots",
        "netmap:eth0@conf:slots=+1   | 23 | a decimal number from 0 to 65535 for slots",
        "netmap:eth0@conf:slots=-1   | 23 | a decimal number from 0 to 65535 for slots",
        "netmap:eth0@conf:slots=70000 | 23 | a decimal number from 0 to 65535 for slots",
        "netmap:eth0@conf:rings=99999999999999999999 | 23 | a decimal number from 0 to 65535",
        "netmap:eth0@conf:rings       | 22 | '=' and the value of rings",
        "netmap:eth0@conf:rings,slots=4 | 22 | '=' and the value of rings",
        "netmap:eth0@conf:slots=64,   | 26 | a key of conf (rings, host-rings, slots,",
        "netmap:eth0@conf:,           | 17 | a key of conf (rings, host-rings, slots,",
        "netmap:eth0@conf:Slots=64    | 17 | a key of conf (rings, host-rings, slots,",
        "netmap:eth0@conf:tx-rings=2@conf:rings=4 | 28 | each option once",
        "netmap:eth0@offset=64  | 12 | an option that is enabled",
        "netmap:eth0@@          | 12 | a memory id or an option (conf, share",
        "netmap:eth0@@1         | 12 | a memory id or an option (conf, share",
        "netmap:eth0@conf:@@1   | 18 | an option (conf, share",
        "netmap:eth0@nope=1     | 12 | an option",
        "netmap:eth0@Conf:      | 12 | an option",
        "netmap:eth0@share      | 17 | '=' or ':'",
        "netmap:eth0@share=     | 18 | the port",
        "netmap:eth0@share:     | 18 | port of share, which must be given",
        "netmap:eth0@share:port= | 23 | port of share, which must be given",
        "netmap:eth0@share=vale0:x^ | 25 | the end of the port to share with",
        "netmap:eth0@share=eth1 | 18 | 'netmap:' or 'vale'",
        "netmap:eth0@share=netmap: | 25 | the name of a port",
        "netmap:eth0@share=vale0:x@share=vale1:x | 26 | each option once",
        "netmap:eth0@extmem=    | 19 | the file",
        "netmap:eth0@extmem:if-num=3 | 27 | file of extmem, which must be given",
        "netmap:eth0@extmem:file=/f,buf-num=9999999999 | 35 | a decimal number from 0 to 2147483647",
        "netmap:eth0@extmem=/f@extmem=/f | 22 | each option once",
      })
  void saysWhatItExpectedAndWhere(String text, int at, String expected) {
    BadName error = refusal(text, Set.of());
    assertEquals(text, error.name());
    assertEquals(at, error.at(), error.message());
    assertTrue(error.expected().startsWith(expected), error.message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // options                              | tx rx htx hrx txs rxs
        "@conf:rings=4,tx-rings=2               | 2 4 0 0 0 0",
        "@conf:tx-rings=2,rings=4               | 2 4 0 0 0 0",
        "@conf:host-rings=2,slots=512           | 0 0 2 2 512 512",
        "@conf:host_rings=2,tx_slots=512        | 0 0 2 2 512 0",
        "@conf:host-tx-rings=3,host-rx-rings=1  | 0 0 3 1 0 0",
        "@conf:rx-rings=1,tx-slots=2,rx-slots=3 | 0 1 0 0 2 3",
        "@conf:slots=65535                      | 0 0 0 0 65535 65535",
        "@conf:rings=4,tx-rings=0               | 0 4 0 0 0 0",
        "@conf:                                 | 0 0 0 0 0 0",
        "@conf:slots=                           | 0 0 0 0 0 0",
        "@conf:slots=,rings=1                   | 1 1 0 0 0 0",
        "@conf:tx-rings=2@conf:rx-rings=4       | 2 4 0 0 0 0",
        "@conf:rings=2@conf:tx-rings=2          | 2 2 0 0 0 0",
        "@1@conf:slots=64                       | 0 0 0 0 64 64",
      })
  void readsConf(String options, String expected) throws NetmapException {
    PortSpec spec = PortSpec.parse("netmap:eth0" + options);
    PortConf c = spec.conf();
    assertEquals(
        expected,
        "%d %d %d %d %d %d"
            .formatted(
                c.txRings(),
                c.rxRings(),
                c.hostTxRings(),
                c.hostRxRings(),
                c.txSlots(),
                c.rxSlots()));
    assertEquals(spec, PortSpec.parse(spec.format()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"@share=vale0:x", "@share:port=vale0:x", "@share=netmap:vale0:x"})
  void keepsTheShareTargetForLater(String option) throws NetmapException {
    assertEquals(Optional.of("vale0:x"), PortSpec.parse("netmap:eth0" + option).share());
  }

  @Test
  void readsExtmem() throws NetmapException {
    PortSpec spec =
        PortSpec.parse("netmap:eth0@extmem:file=/m=1,if-num=1,ring_size=2,buf-num=3,buf-size=4");
    assertEquals(
        Optional.of(new PortExtmem("/m=1", new Pool(1, 0), new Pool(0, 2), new Pool(3, 4))),
        spec.extmem());
    assertEquals(spec, PortSpec.parse(spec.format()));
    PortSpec comma = PortSpec.parse("netmap:eth0@extmem=/a,b");
    assertEquals(
        Optional.of(new PortExtmem("/a,b", Pool.NONE, Pool.NONE, Pool.NONE)), comma.extmem());
    assertEquals(comma, PortSpec.parse(comma.format()));
  }

  @Test
  void readsOffsetOnlyWhenEnabled() throws NetmapException {
    assertTrue(refusal("netmap:eth0@offset=64", Set.of()).message().contains("enabled"));
    assertEquals(
        Optional.of(new PortOffset(64, 0)),
        PortSpec.parse("netmap:eth0@offset=64", OFFSET).offset());
    PortSpec bits = PortSpec.parse("netmap:eth0@offset:bits=16,initial=2", OFFSET);
    assertEquals(Optional.of(new PortOffset(2, 16)), bits.offset());
    assertEquals(bits, PortSpec.parse(bits.format(), OFFSET));
    assertEquals(34, refusal("netmap:eth0@offset:initial=2,bits=65", OFFSET).at());
    assertEquals(25, refusal("netmap:eth0@offset:bits=8", OFFSET).at());
    assertEquals(22, refusal("netmap:eth0@offset=64@offset=64", OFFSET).at());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "netmap:eth0                 | netmap:eth0",
        "netmap:eth0-007/rxTrzt@2@2  | netmap:eth0-7/xztrT@2",
        "netmap:eth0@2/x@conf:       | netmap:eth0/x@2",
        "netmap:vale0:p^3            | vale0:p^3",
        "netmap:vale.x:p*            | netmap:vale.x:p*",
        "netmap:vale                 | netmap:vale",
        "netmap:eth0@conf:tx_rings=2,rx_rings=2 | netmap:eth0@conf:rings=2",
        "netmap:eth0@share:port=netmap:vale1:q@conf:tx-slots=8"
            + " | netmap:eth0@conf:tx-slots=8@share=vale1:q",
        "vale0:a@extmem:buf-num=7,file=/f | vale0:a@extmem:file=/f,buf-num=7",
      })
  void hasOneCanonicalForm(String text, String canonical) throws NetmapException {
    PortSpec spec = PortSpec.parse(text);
    assertEquals(canonical, spec.format());
    assertEquals(canonical, spec.toString());
    assertEquals(PortSpec.parse(canonical), spec);
    assertEquals(PortSpec.parse(canonical).hashCode(), spec.hashCode());
  }

  @Test
  void tellsPortsApart() throws NetmapException {
    assertNotEquals(PortSpec.parse("netmap:eth0"), PortSpec.parse("netmap:eth0^"));
    assertNotEquals(PortSpec.parse("netmap:eth0^"), PortSpec.parse("netmap:eth0^0"));
    assertTrue(PortSpec.parse("vale0:a").isVale());
    assertTrue(PortSpec.parse("netmap:vale0:a").isVale());
    assertFalse(PortSpec.parse("netmap:vale").isVale());
    assertFalse(PortSpec.parse("netmap:eth0").isVale());
  }

  @Test
  void knowsPipes() throws NetmapException {
    assertEquals(Optional.empty(), PortSpec.parse("netmap:eth0").pipe());
    assertEquals(
        Optional.of(new PortPipe("eth0", true, "1")), PortSpec.parse("netmap:eth0{1/x").pipe());
    assertEquals(
        Optional.of(new PortPipe("vale0:a", false, "b_2")), PortSpec.parse("vale0:a}b_2-0").pipe());
    assertEquals(Optional.of(new PortPipe("", true, "x")), PortSpec.parse("netmap:{x").pipe());
  }

  @Test
  void flagsCannotBeChanged() throws NetmapException {
    PortSpec spec = PortSpec.parse("netmap:eth0/xt");
    assertEquals(Set.of(PortFlag.EXCLUSIVE, PortFlag.MONITOR_TX), spec.flags());
    assertThrows(UnsupportedOperationException.class, () -> spec.flags().add(PortFlag.MONITOR_RX));
  }

  @Test
  void numbersAreNetmaps() {
    assertEquals(
        List.of(1, 2, 3, 4, 7, 8), Arrays.stream(PortMode.values()).map(PortMode::number).toList());
  }

  @Test
  void theNameEndsAt63Bytes() throws NetmapException {
    assertEquals(63, PortSpec.parse("netmap:" + "a".repeat(63)).name().length());
    assertEquals(70, refusal("netmap:" + "a".repeat(64), Set.of()).at());
    assertEquals(70, refusal("netmap:" + "a".repeat(64) + "^", Set.of()).at());
    assertEquals(63, PortSpec.parse("vale0:" + "a".repeat(57)).name().length());
    assertEquals(63, refusal("vale0:" + "a".repeat(58), Set.of()).at());
    // 21 of three bytes each fit, the 22nd does not; the byte, not the character, is counted
    assertEquals(21, PortSpec.parse("netmap:" + "語".repeat(21)).name().length());
    assertEquals(28, refusal("netmap:" + "語".repeat(22), Set.of()).at());
  }

  @Test
  void aVeryLongNameDoesNotFloodTheMessage() {
    String name = "netmap:" + "a".repeat(1_000_000);
    BadName error = refusal(name, Set.of());
    assertEquals(name, error.name());
    assertTrue(error.message().length() < 500, () -> "length " + error.message().length());
    assertTrue(refusal("x".repeat(1_000_000), Set.of()).message().length() < 500);
  }

  @Test
  void refusesWhatCannotReachTheKernel() {
    assertEquals(9, refusal("netmap:et\0h0", Set.of()).at());
    assertEquals("NUL", refusal("netmap:et\0h0", Set.of()).found());
    assertEquals(7, refusal("netmap:\ud800x", Set.of()).at());
    assertEquals(20, refusal("netmap:eth0@extmem=/\0", Set.of()).at());
  }

  @Test
  void showsControlCharactersEscaped() throws NetmapException {
    assertEquals("e\u001b[2J", PortSpec.parse("netmap:e\u001b[2J").name());
    NetmapException thrown =
        assertThrows(
            NetmapException.class, () -> PortSpec.parse("netmap:e\u001b[2J\n\u202e\u0085*\u0007"));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains("e\\u001b[2J\\u000a\\u202e\\u0085*\\u0007"), message);
    assertTrue(message.endsWith("found '\\u0007'"), message);
    assertTrue(message.codePoints().noneMatch(Character::isISOControl), message);
  }

  @Test
  void keepsUnicodeNames() throws NetmapException {
    PortSpec spec = PortSpec.parse("netmap:eth\u00e9\ud83d\ude00-1");
    assertEquals("eth\u00e9\ud83d\ude00", spec.name());
    assertEquals(1, spec.ringId());
    // a digit or letter outside ASCII is neither a number nor an identifier
    assertEquals(12, refusal("netmap:eth0-\u0663", Set.of()).at());
    assertEquals(12, refusal("netmap:eth0{\u00e9", Set.of()).at());
  }

  private static BadName refusal(String text, Set<Feature> enabled) {
    NetmapException thrown =
        assertThrows(NetmapException.class, () -> PortSpec.parse(text, enabled), text);
    return assertInstanceOf(BadName.class, thrown.error());
  }
}
