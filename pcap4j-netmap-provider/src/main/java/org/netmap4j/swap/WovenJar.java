package org.netmap4j.swap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** A jar whose pcap4j is woven. */
final class WovenJar {
  private static final String CLASS = ".class";

  private WovenJar() {}

  /**
   * Writes a woven copy; answers how many classes were woven.
   *
   * @throws IOException it cannot be read or written; then there is no copy
   * @throws WeaveException it holds no pcap4j that can be woven
   */
  static int write(Path in, Path out) throws IOException, WeaveException {
    try (ZipFile jar = open(in)) {
      requirePcap4j(in, jar);
      try (OutputStream file =
          Files.newOutputStream(out, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        return copy(jar, file);
      } catch (FileAlreadyExistsException e) {
        throw new IOException(out + " exists; remove it, or name another", e);
      } catch (NoSuchFileException e) {
        throw new IOException("the folder of " + out + " does not exist", e);
      } catch (IOException | WeaveException e) {
        Files.deleteIfExists(out);
        throw e;
      }
    }
  }

  private static ZipFile open(Path in) throws IOException {
    if (!Files.isRegularFile(in)) {
      throw new IOException(in + " is not a file");
    }
    try {
      return new ZipFile(in.toFile());
    } catch (IOException e) {
      throw new IOException(in + " is not a jar that can be read: " + e.getMessage(), e);
    }
  }

  private static void requirePcap4j(Path in, ZipFile jar) throws WeaveException {
    if (jar.getEntry(Pcap4j.NATIVE_MAPPINGS + CLASS) == null) {
      throw new WeaveException(
          in + " has no " + Pcap4j.NATIVE_MAPPINGS + CLASS + ": it is not pcap4j-core's jar");
    }
    if (jar.stream().anyMatch(it -> it.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))) {
      throw new WeaveException(in + " is signed, and would not load once woven");
    }
  }

  private static int copy(ZipFile jar, OutputStream file) throws IOException, WeaveException {
    int woven = 0;
    Weaver weaver = new Weaver(Weaver.Mode.BESIDE, hierarchy(jar));
    try (ZipOutputStream out = new ZipOutputStream(file)) {
      for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        byte[] bytes = bytes(jar, entry);
        String name = entry.getName();
        if (name.endsWith(CLASS)
            && Weaver.concerns(name.substring(0, name.length() - CLASS.length()))) {
          bytes = weaver.weave(bytes);
          woven++;
        }
        put(out, name, entry.getTime(), bytes);
      }
      for (String name : Helpers.NAMES) {
        put(out, name + CLASS, 0, Helpers.bytes(name));
      }
    }
    return woven;
  }

  private static byte[] bytes(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static void put(ZipOutputStream out, String name, long time, byte[] bytes)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(time);
    out.putNextEntry(entry);
    out.write(bytes);
    out.closeEntry();
  }

  /** Knows the classes of the jar; those of JNA need not be in it. */
  private static ClassHierarchyResolver hierarchy(ZipFile jar) {
    return ClassHierarchyResolver.ofResourceParsing(
        (java.util.function.Function<java.lang.constant.ClassDesc, @Nullable InputStream>)
            it -> {
              String descriptor = it.descriptorString();
              ZipEntry entry =
                  jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + CLASS);
              try {
                return entry == null ? null : jar.getInputStream(entry);
              } catch (IOException e) {
                return null;
              }
            });
  }
}
