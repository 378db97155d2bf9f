package org.netmap4j.swap;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassHierarchyResolver;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/** pcap4j's jars, as the build has fetched them. */
final class PublishedPcap4j {
  static final List<String> VERSIONS = List.of("1.8.2", "2.0.0-alpha.6");

  private PublishedPcap4j() {}

  static Path jar(String version) {
    return Path.of("target", "pcap4j", "pcap4j-core-" + version + ".jar");
  }

  static byte[] bytes(Path jar, String name) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name + ".class"))) {
      return in.readAllBytes();
    }
  }

  /** Of the class path, which has a pcap4j and its libraries. */
  static Weaver weaver(Weaver.Mode mode) {
    return new Weaver(
        mode, ClassHierarchyResolver.ofResourceParsing(PublishedPcap4j.class.getClassLoader()));
  }
}
