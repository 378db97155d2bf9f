package org.netmap4j.swap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;

/** The jar tool: jars that load without libpcap, and clear refusals. */
class WovenJarTest {
  private static final String LIBRARY_NAME = "org.pcap4j.core.pcapLibName";

  @TempDir private Path folder;

  static List<String> versions() {
    return PublishedPcap4j.VERSIONS;
  }

  private static URL where(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aWovenJarLoadsWithoutLibpcap(String version) throws Exception {
    Path out = folder.resolve("woven.jar");
    assertEquals(4, WovenJar.write(PublishedPcap4j.jar(version), out));
    URL[] urls = {
      out.toUri().toURL(), where(Pointer.class), where(Logger.class), where(Weaver.class)
    };
    System.setProperty(LIBRARY_NAME, "not-on-this-machine");
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> pcaps = loader.loadClass("org.pcap4j.core.Pcaps");
      String text = (String) pcaps.getMethod("libVersion").invoke(null);
      assertTrue(text.startsWith("netmap4j"), text);
      assertTrue(text.endsWith(", without libpcap"), text);
      assertFalse(((List<?>) pcaps.getMethod("findAllDevs").invoke(null)).isEmpty());
    } finally {
      System.clearProperty(LIBRARY_NAME);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void withoutTheLibraryBesideItItSaysWhatIsMissing(String version) throws Exception {
    Path out = folder.resolve("woven.jar");
    WovenJar.write(PublishedPcap4j.jar(version), out);
    URL[] urls = {out.toUri().toURL(), where(Pointer.class), where(Logger.class)};
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      Class<?> pcaps = loader.loadClass("org.pcap4j.core.Pcaps");
      Throwable thrown =
          assertThrows(
                  ReflectiveOperationException.class,
                  () -> pcaps.getMethod("libVersion").invoke(null))
              .getCause();
      assertTrue(
          String.valueOf(thrown).contains("put the jar of pcap4j-netmap-provider"),
          () -> String.valueOf(thrown));
    }
  }

  @Test
  void allElseIsCopied() throws Exception {
    Path in = PublishedPcap4j.jar("1.8.2");
    Path out = folder.resolve("woven.jar");
    WovenJar.write(in, out);
    try (ZipFile before = new ZipFile(in.toFile());
        ZipFile after = new ZipFile(out.toFile())) {
      assertEquals(before.size() + Helpers.NAMES.size(), after.size());
      ZipEntry entry = before.getEntry("org/pcap4j/packet/EthernetPacket.class");
      assertEquals(entry.getCrc(), after.getEntry(entry.getName()).getCrc());
    }
  }

  private String refusal(Path in, Path out) {
    return String.valueOf(
        assertThrows(Exception.class, () -> WovenJar.write(in, out)).getMessage());
  }

  @Test
  void whatIsNoJarOfPcap4jIsRefused() throws IOException {
    Path out = folder.resolve("out.jar");
    Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
    assertTrue(refusal(text, out).contains("is not a jar that can be read"));
    assertTrue(refusal(folder.resolve("none.jar"), out).endsWith("none.jar is not a file"));
    assertTrue(refusal(jar("other.jar", "a.txt"), out).endsWith("it is not pcap4j-core's jar"));
    Path signed = jar("signed.jar", Pcap4j.NATIVE_MAPPINGS + ".class", "META-INF/SIGNER.SF");
    assertTrue(refusal(signed, out).contains("is signed"));
    assertFalse(Files.exists(out));
  }

  private Path jar(String name, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
      }
    }
    return jar;
  }

  @Test
  void nothingIsOverwrittenAndNothingHalfIsLeft() throws Exception {
    Path in = PublishedPcap4j.jar("1.8.2");
    Path out = Files.writeString(folder.resolve("out.jar"), "precious");
    assertTrue(refusal(in, out).contains("exists; remove it, or name another"));
    assertEquals("precious", Files.readString(out));
    Path woven = folder.resolve("woven.jar");
    WovenJar.write(in, woven);
    Path twice = folder.resolve("twice.jar");
    assertTrue(refusal(woven, twice).contains("is woven already"));
    assertFalse(Files.exists(twice));
    assertTrue(refusal(in, folder.resolve("none/out.jar")).contains("does not exist"));
  }
}
