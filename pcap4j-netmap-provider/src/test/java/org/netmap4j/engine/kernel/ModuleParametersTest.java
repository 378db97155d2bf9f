package org.netmap4j.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netmap4j.engine.kernel.ModuleParameters.Adapters;
import org.netmap4j.engine.kernel.ModuleParameters.Generic;
import org.netmap4j.engine.kernel.ModuleParameters.Pool;
import org.netmap4j.engine.kernel.ModuleParameters.Size;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** The module's parameters, from a folder such as a loaded module has. */
class ModuleParametersTest {
  private static final String PARAMETERS =
      """
      admode 2
      generic_mit 100000
      generic_ringsize 1024
      generic_rings 4
      generic_hwcsum 0
      generic_txqdisc 1
      fwd 1
      if_num 100
      if_size 1024
      if_curr_num 101
      if_curr_size 1088
      priv_if_num 2
      priv_if_size 1025
      ring_num 200
      ring_size 36864
      ring_curr_num 0
      ring_curr_size 0
      priv_ring_num 4
      priv_ring_size 20480
      buf_num 163840
      buf_size 2048
      buf_curr_num 163841
      buf_curr_size 4096
      priv_buf_num 4098
      priv_buf_size 2049
      bridge_batch 1024
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    for (String line : PARAMETERS.lines().toList()) {
      String[] words = line.split(" ", 2);
      write(words[0], words[1] + "\n");
    }
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  @Test
  void eachHasItsPlace() throws NetmapException {
    assertEquals(
        new ModuleParameters(
            Adapters.EMULATED,
            new Generic(100_000, 1024, 4, false, true),
            true,
            new Pool(new Size(100, 1024), new Size(101, 1088), new Size(2, 1025)),
            new Pool(new Size(200, 36_864), new Size(0, 0), new Size(4, 20_480)),
            new Pool(new Size(163_840, 2048), new Size(163_841, 4096), new Size(4098, 2049))),
        ModuleParameters.read(folder));
  }

  @Test
  void theModesAreInTheirOrder() throws NetmapException, IOException {
    for (Adapters mode : Adapters.values()) {
      write("admode", List.of(Adapters.ANY, Adapters.NATIVE, Adapters.EMULATED).indexOf(mode) + "");
      assertEquals(mode, ModuleParameters.read(folder).adapters());
    }
  }

  @Test
  void nonsenseIsShownWithItsFile() throws IOException {
    for (String nonsense : List.of("", "x", "-1", "3", "0x1", "1 2", "2147483648")) {
      write("admode", nonsense + "\n");
      NetmapError.BadFile error = refused(NetmapError.BadFile.class, folder);
      assertEquals(folder.resolve("admode").toString(), error.file());
      assertEquals("a number from 0 to 2", error.expected());
      assertEquals("'" + nonsense + "'", error.found());
    }
  }

  @Test
  void withoutTheModuleItSaysSo() {
    Path none = folder.resolve("none");
    NetmapError error = refused(NetmapError.Unsupported.class, none);
    assertTrue(error.message().contains(none.toString()), error.message());
    assertTrue(error.message().contains("modprobe netmap"), error.message());
  }

  @Test
  void aParameterThatIsNotThereIsNamed() throws IOException {
    Files.delete(folder.resolve("ring_curr_size"));
    NetmapError.Unsupported error = refused(NetmapError.Unsupported.class, folder);
    assertEquals("netmap's parameter ring_curr_size", error.what());
  }

  @Test
  void oneThatCannotBeReadIsNamed() throws IOException {
    Path file = folder.resolve("fwd");
    Files.delete(file);
    Files.createDirectory(file);
    assertEquals(file.toString(), refused(NetmapError.BadFile.class, folder).file());
  }

  private static <E extends NetmapError> E refused(Class<E> type, Path folder) {
    return assertInstanceOf(
        type, assertThrows(NetmapException.class, () -> ModuleParameters.read(folder)).error());
  }
}
