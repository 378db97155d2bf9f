package org.netmap4j.swap;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The agent: {@code java -javaagent:pcap4j-netmap-provider.jar ...} has pcap4j use netmap ports.
 *
 * <p>It changes nothing in a program without pcap4j. What goes wrong is said on standard error, and
 * the program goes on, with pcap4j as it is.
 */
public final class SwapAgent implements ClassFileTransformer {
  private final Instrumentation instrumentation;

  private SwapAgent(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Called by the JVM before {@code main}. */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    try {
      if (arguments != null && !arguments.isBlank()) {
        say("the agent takes no arguments, ignored: " + arguments);
      }
      instrumentation.addTransformer(new SwapAgent(instrumentation));
    } catch (RuntimeException | LinkageError e) {
      say("pcap4j stays as it is, the agent could not start: " + e);
    }
  }

  /** Loggers are the program's to set up, which it has not done yet. */
  private static void say(String what) {
    System.err.println("netmap4j: " + what);
  }

  @Override
  public byte @Nullable [] transform(
      Module module,
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] original) {
    if (name == null || redefined != null || !Weaver.concerns(name)) {
      return null;
    }
    try {
      Weaver weaver = new Weaver(Weaver.Mode.DEFINE, hierarchy(loader));
      if (!name.equals(Pcap4j.NATIVE_MAPPINGS) && !weavable(weaver, loader)) {
        return null;
      }
      connect(module, loader);
      return weaver.weave(original);
    } catch (WeaveException e) {
      say(name.replace('/', '.') + " stays as it is: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      say(name.replace('/', '.') + " stays as it is, it could not be woven: " + e);
    }
    return null;
  }

  /**
   * Whether the pcap4j of a loader will be woven: all its classes are, or none. What is wrong is
   * said when {@link Pcap4j#NATIVE_MAPPINGS} comes, which all of them need.
   */
  private static boolean weavable(Weaver weaver, @Nullable ClassLoader loader) {
    String file = Pcap4j.NATIVE_MAPPINGS + ".class";
    try (InputStream in =
        loader == null
            ? ClassLoader.getSystemResourceAsStream(file)
            : loader.getResourceAsStream(file)) {
      visibleFrom(loader);
      if (in != null) {
        weaver.check(in.readAllBytes());
      }
      return true;
    } catch (WeaveException | IOException e) {
      return false;
    }
  }

  private static ClassHierarchyResolver hierarchy(@Nullable ClassLoader loader) {
    return loader == null
        ? ClassHierarchyResolver.defaultResolver()
        : ClassHierarchyResolver.ofResourceParsing(loader);
  }

  /** Makes sure that pcap4j's classes will find ours, and may use them. */
  private void connect(Module pcap4j, @Nullable ClassLoader loader) throws WeaveException {
    Module ours = visibleFrom(loader).getModule();
    if (!pcap4j.canRead(ours)) {
      instrumentation.redefineModule(pcap4j, Set.of(ours), Map.of(), Map.of(), Set.of(), Map.of());
    }
  }

  private static Class<?> visibleFrom(@Nullable ClassLoader loader) throws WeaveException {
    try {
      return Class.forName(Helpers.class.getName(), false, loader);
    } catch (ClassNotFoundException e) {
      throw new WeaveException(
          "its class loader, %s, does not see netmap4j; put netmap4j's jar beside pcap4j's"
              .formatted(loader));
    }
  }
}
