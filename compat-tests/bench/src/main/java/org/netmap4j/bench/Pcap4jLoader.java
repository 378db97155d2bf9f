package org.netmap4j.bench;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.netmap4j.swap.Weave;

/**
 * pcap4j and the sniffer, in a class loader of their own: once as pcap4j is published, once woven.
 * All else is this JVM's, netmap4j with it.
 */
final class Pcap4jLoader extends URLClassLoader {
  /** The system property that tells a benchmark's JVM where pcap4j and what it needs is. */
  static final String PROPERTY = "netmap4j.bench.pcap4j";

  /** Where the sniffer is, which cannot be named as a class where there is no pcap4j. */
  private static final String PACKAGE = "org.netmap4j.bench.pcap4j.";

  private Pcap4jLoader(List<URL> urls) {
    super(urls.toArray(URL[]::new), Pcap4jLoader.class.getClassLoader());
  }

  /** The folder for {@link #PROPERTY}, beside this program's classes. */
  static Path folder() {
    return Path.of(own()).resolveSibling("pcap4j");
  }

  /** The library's jar in a folder of jars. */
  static Path agent(Path lib) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("pcap4j-netmap-provider"))
          .findFirst()
          .orElseThrow(() -> new IOException("no pcap4j-netmap-provider in " + lib));
    }
  }

  private static String own() {
    return Pcap4jLoader.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** pcap4j as it is published. */
  static Pcap4jLoader published() {
    return new Pcap4jLoader(urls(jars()));
  }

  /** pcap4j woven, by the jar tool. */
  static Pcap4jLoader woven(Path folder) throws IOException, InterruptedException {
    List<Path> jars = new ArrayList<>(jars());
    for (int i = 0; i < jars.size(); i++) {
      if (jars.get(i).getFileName().toString().startsWith("pcap4j-core")) {
        jars.set(i, weave(jars.get(i), folder.resolve("woven.jar")));
      }
    }
    return new Pcap4jLoader(urls(jars));
  }

  private static Path weave(Path from, Path to) throws IOException, InterruptedException {
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Weave.class.getName(),
                "weave",
                from.toString(),
                to.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (tool.waitFor() != 0) {
      throw new IOException(said);
    }
    return to;
  }

  private static List<Path> jars() {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty(PROPERTY, "")))) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    } catch (IOException e) {
      throw new IllegalStateException("-D" + PROPERTY + " names no folder of pcap4j", e);
    }
  }

  private static List<URL> urls(List<Path> jars) {
    List<URL> urls = new ArrayList<>();
    try {
      urls.add(new File(own()).toURI().toURL());
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
    return urls;
  }

  /** The sniffer is this loader's own, and sees its pcap4j; the rest is shared. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(PACKAGE)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  /** Whether a savefile can be opened: pcap4j as it is published needs libpcap. */
  boolean works(String file) throws Exception {
    try {
      ((AutoCloseable) sniffer(file, false, true)).close();
      return true;
    } catch (IllegalStateException e) {
      System.out.println("bench: pcap4j as published does not work: " + e.getCause());
      return false;
    }
  }

  /** A sniffer on a savefile, or on a port. */
  LongUnaryOperator sniffer(String name, boolean live, boolean loops) {
    try {
      return (LongUnaryOperator)
          loadClass(PACKAGE + "Sniffer")
              .getConstructor(String.class, boolean.class, boolean.class)
              .newInstance(name, live, loops);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(name, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
