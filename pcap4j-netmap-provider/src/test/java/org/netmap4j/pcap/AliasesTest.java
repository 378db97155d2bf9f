package org.netmap4j.pcap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.scripted.Seeds;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AliasesTest {
  @TempDir Path folder;

  @AfterEach
  void clear() {
    System.clearProperty(Aliases.PROPERTY);
  }

  private static Aliases parse(String text) throws NetmapException {
    return Aliases.parse("test", text);
  }

  private static NetmapError.BadAlias refused(String text) {
    NetmapException e = assertThrows(NetmapException.class, () -> parse(text), text);
    return assertInstanceOf(NetmapError.BadAlias.class, e.error());
  }

  @Test
  void names() throws NetmapException {
    Aliases aliases =
        parse(" eth0 = netmap:eth0/rt ,eth1=inline:eth1,any=vale0:p@conf:rings=2\\,slots=64");
    assertEquals(
        Map.of(
            "eth0", "netmap:eth0/rt",
            "eth1", "inline:eth1",
            "any", "vale0:p@conf:rings=2,slots=64"),
        aliases.all());
    assertEquals("inline:eth1", aliases.target("eth1").orElseThrow());
    assertTrue(aliases.target("eth2").isEmpty());
    assertEquals(Map.of(), parse("  ").all());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      textBlock =
          """
          eth0                | 0  | NAME=PORT or @FILE
          =netmap:x           | 0  | NAME=PORT or @FILE
          a=netmap:b,         | 11 | NAME=PORT or @FILE
          a=netmap:b,,c=d     | 11 | NAME=PORT or @FILE
          a=                  | 2  | a port
          a=netmap:           | 2  | a port
          a=netmap:b/q        | 2  | a port
          a=inline:eth0/R     | 2  | a port
          a=inline:vale0:1    | 2  | a port
          a=inline:p{1        | 2  | a port
          a=inline:           | 2  | a port
          a=b,a=c             | 4  | one port for a
          x y=b               | 0  | a name without blanks
          a=b\\               | 4  | ',' or
          a=b\\q              | 4  | ',' or
          @/no/such/file      | 1  | a file
          @                   | 1  | a file
          @/dev/zero          | 1  | a file
          """)
  void whatIsWrongIsToldWithItsPlace(String text, int at, String expected) {
    NetmapError.BadAlias error = refused(text);
    assertEquals(at, error.at(), error::message);
    assertTrue(error.expected().startsWith(expected), error::message);
    assertTrue(
        error.message().startsWith("aliases of test, at character " + (at + 1)), error::message);
  }

  @Test
  void filesHaveOneALine() throws Exception {
    Path file = folder.resolve("aliases");
    Files.writeString(
        file,
        """
        # a comment

          eth0 = netmap:eth0/rt   # watched
        eth1=vale0:p@conf:rings=2,slots=64
        """);
    Aliases aliases = parse("lo=netmap:lo,@" + file);
    assertEquals(List.of("lo", "eth0", "eth1"), List.copyOf(aliases.all().keySet()));
    assertEquals("netmap:eth0/rt", aliases.target("eth0").orElseThrow());
    assertEquals("vale0:p@conf:rings=2,slots=64", aliases.target("eth1").orElseThrow());
    Files.writeString(file, "eth0=netmap:eth0\n\neth1=netmap:eth1/q\n");
    NetmapError.BadAlias error = refused("@" + file);
    assertEquals(3, error.line());
    assertEquals(5, error.at());
    assertTrue(error.message().contains("file " + file + ", line 3"), error::message);
    Files.writeString(file, "@" + file);
    assertEquals(1, refused("@" + file).line(), "no files out of files");
  }

  @Test
  void hostileFilesAreRefused() throws Exception {
    Path file = folder.resolve("aliases");
    Files.write(file, new byte[] {'a', '=', (byte) 0xc3});
    assertTrue(refused("@" + file).expected().contains("UTF-8"));
    Files.write(file, new byte[(1 << 20) + 1]);
    assertTrue(refused("@" + file).found().contains("longer"));
    Files.writeString(file, "\0=netmap:x\n", StandardCharsets.UTF_8);
    assertEquals(1, refused("@" + file).line());
    assertTrue(refused("@" + folder).found().contains("is none"));
    assertTrue(refused("@a\0b").expected().contains("file"));
  }

  @Test
  void anyTextIsReadOrRefused() {
    Random random = Seeds.random(AliasesTest.class);
    String alphabet = "ab=,\\@#:^*-/{} .netmap:inline:vale0\n\u0001é";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(24); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        parse(text.toString());
      } catch (NetmapException e) {
        NetmapError.BadAlias error = assertInstanceOf(NetmapError.BadAlias.class, e.error());
        assertTrue(error.at() >= 0 && error.at() <= text.length(), e::getMessage);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netmap:eth0", "vale0:1", "vale:x", "valeab_9:x", "inline:eth0"})
  void namesWithASubsystemAreOurs(String name) throws NetmapException {
    assertTrue(NetmapHandle.isNetmapName(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eth0", "any", "", "eth0:1", "netmap", "valet", "vale-1:x", "br-lan"})
  void othersAreNot(String name) throws NetmapException {
    assertFalse(NetmapHandle.isNetmapName(name));
    System.setProperty(Aliases.PROPERTY, "x=vale0:1");
    assertFalse(NetmapHandle.isNetmapName(name));
    assertTrue(NetmapHandle.isNetmapName("x"));
    System.setProperty(Aliases.PROPERTY, "x");
    assertThrows(NetmapException.class, () -> NetmapHandle.isNetmapName(name + "x"));
  }

  @Test
  void aHandleIsOpenedByItsAlias() throws NetmapException {
    System.setProperty(Aliases.PROPERTY, "eth9=netmap:al{1,netmap:hard=netmap:al}1");
    EmbeddedEngine engine = EmbeddedEngine.shared();
    try (NetmapHandle one = NetmapHandle.builder("eth9").engine(engine).open();
        NetmapHandle other =
            NetmapHandle.builder("netmap:hard")
                .engine("embedded")
                .timeout(Duration.ofSeconds(5))
                .open()) {
      assertEquals("eth9", one.name());
      one.inject(Handles.frame(1));
      assertEquals(1, other.dispatch(1, (_, _, _, _, _) -> {}));
      List<CaptureDevice> devices = CaptureDevice.list();
      assertEquals("alias of netmap:al{1", device(devices, "eth9").description());
      assertTrue(device(devices, "netmap:al{1").description().startsWith("end of a pipe"));
      CaptureDevice loopback = device(devices, "netmap:lo");
      assertTrue(loopback.loopback());
      assertEquals(devices.stream().map(CaptureDevice::name).distinct().count(), devices.size());
    }
    assertTrue(
        CaptureDevice.list().stream().noneMatch(device -> device.name().equals("netmap:al{1")));
  }

  private static CaptureDevice device(List<CaptureDevice> devices, String name) {
    return devices.stream()
        .filter(device -> device.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + devices));
  }

  @Test
  void hostileNamesAreRefused() throws IOException {
    for (String name : List.of("", "netmap:", "inline:", "inline:no/R", "\0", "inline:\u202e^")) {
      NetmapException e =
          assertThrows(
              NetmapException.class,
              () -> NetmapHandle.builder(name).engine(EmbeddedEngine.shared()).open());
      assertInstanceOf(NetmapError.BadName.class, e.error(), name);
      assertTrue(
          String.valueOf(e.getMessage()).chars().noneMatch(c -> c == 0 || c == 0x202e),
          e::getMessage);
    }
  }
}
