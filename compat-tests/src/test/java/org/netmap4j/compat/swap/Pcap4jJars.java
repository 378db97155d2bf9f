package org.netmap4j.compat.swap;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.netmap4j.Netmap;

/** pcap4j as it is published, as the build has fetched it, and the agent. */
final class Pcap4jJars {
  static final String STABLE = "1.8.2";
  static final String ALPHA = "2.0.0-alpha.6";

  private static final Path FOLDER = Path.of("target", "pcap4j").toAbsolutePath();

  private Pcap4jJars() {}

  /** A jar of those, by the beginning of its name. */
  static Path jar(String begin) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(it -> it.getFileName().toString().startsWith(begin))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no " + begin + " in " + FOLDER));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** pcap4j of a version and all that it runs with. */
  static List<Path> of(String version) {
    List<Path> jars = new ArrayList<>();
    jars.add(jar("pcap4j-core-" + version));
    jars.addAll(besidesCore(version));
    return jars;
  }

  /** What pcap4j-core of a version runs with. */
  static List<Path> besidesCore(String version) {
    return List.of(
        jar("pcap4j-packetfactory-static-" + version),
        jar("jna-"),
        jar("slf4j-api-"),
        jar("slf4j-simple-"));
  }

  static String path(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** The provider's jar; made of its classes where the build has not packed them yet. */
  static synchronized Path agent() {
    try {
      Path classes =
          Path.of(Netmap.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(classes)) {
        return classes;
      }
      Path jar = FOLDER.resolveSibling("agent-" + ProcessHandle.current().pid() + ".jar");
      if (!Files.exists(jar)) {
        pack(classes, jar);
        jar.toFile().deleteOnExit();
      }
      return jar;
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    Path manifest = classes.resolve("META-INF/MANIFEST.MF");
    try (InputStream in = Files.newInputStream(manifest);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), new Manifest(in));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (!file.equals(manifest)) {
          out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
          Files.copy(file, out);
          out.closeEntry();
        }
      }
    }
  }

  /** Compiles a program of ours against a pcap4j; answers the folder with its classes. */
  static Path compile(String program, String version, Path to) throws IOException {
    Path source = Path.of("src", "test", "resources", "pcap4j", program + ".java");
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                path(of(version)),
                "-d",
                to.toString(),
                source.toString());
    if (code != 0) {
      throw new IOException(source + " does not compile against " + version);
    }
    return to;
  }
}
