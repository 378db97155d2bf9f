package org.netmap4j.compat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two network namespaces of our own with a veth pair between them, one end in each; removed on
 * close, whatever happened. Nothing leaves them.
 *
 * <p>IPv6 is off and nothing else speaks on the pair, so a count is what the test caused.
 */
public final class VethPair implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** The namespaces. */
  public final String near;

  public final String far;

  /** The interfaces: {@code a} in near, {@code b} in far. */
  public final String a;

  public final String b;

  private VethPair(String tag) {
    near = "nm-near-" + tag;
    far = "nm-far-" + tag;
    a = "va" + tag;
    b = "vb" + tag;
  }

  /** A pair that is up, with addresses 192.0.2.1 (near) and 192.0.2.2 (far). */
  public static VethPair create(int queues, int mtu) throws IOException {
    assumeTrue(Commands.have("ip"), "no 'ip' on this machine (package iproute2)");
    assumeTrue("root".equals(System.getProperty("user.name")), "not root: no network namespaces");
    String tag = Long.toString(ProcessHandle.current().pid(), 36) + COUNT.incrementAndGet();
    VethPair pair = new VethPair(tag);
    Commands.Outcome made = Commands.run(List.of("ip", "netns", "add", pair.near));
    assumeTrue(made.code() == 0, "no network namespaces here: " + made.out());
    try {
      Commands.ok("ip netns add " + pair.far);
      String size = " numtxqueues " + queues + " numrxqueues " + queues + " ";
      Commands.ok(
          "ip -n "
              + pair.near
              + " link add "
              + pair.a
              + " mtu "
              + mtu
              + size
              + "type veth peer name "
              + pair.b
              + " mtu "
              + mtu
              + size
              + "netns "
              + pair.far);
      pair.up(pair.near, pair.a, "192.0.2.1");
      pair.up(pair.far, pair.b, "192.0.2.2");
      return pair;
    } catch (IOException e) {
      pair.close();
      throw e;
    }
  }

  private void up(String namespace, String device, String address) throws IOException {
    String in = "ip netns exec " + namespace + " ";
    Commands.ok(in + "sysctl -qw net.ipv6.conf." + device + ".disable_ipv6=1");
    Commands.ok("ip -n " + namespace + " addr add " + address + "/24 dev " + device);
    Commands.ok("ip -n " + namespace + " link set lo up");
    Commands.ok("ip -n " + namespace + " link set " + device + " up");
  }

  /** Tells each end the other's address, so that nobody asks by ARP. */
  public void neighbours() throws IOException {
    Commands.ok(
        "ip -n " + near + " neigh replace 192.0.2.2 lladdr " + address(far, b) + " dev " + a);
    Commands.ok(
        "ip -n " + far + " neigh replace 192.0.2.1 lladdr " + address(near, a) + " dev " + b);
  }

  private static String address(String namespace, String device) throws IOException {
    return Commands.ok("ip netns exec " + namespace + " cat /sys/class/net/" + device + "/address")
        .strip();
  }

  /** An interface's own counter, such as {@code rx_packets}. */
  public static long counter(String namespace, String device, String name) throws IOException {
    return Long.parseLong(
        Commands.ok(
                "ip netns exec "
                    + namespace
                    + " cat /sys/class/net/"
                    + device
                    + "/statistics/"
                    + name)
            .strip());
  }

  /** Waits until an interface has its carrier: until then what the stack sends on it is lost. */
  public static void awaitCarrier(String namespace, String device)
      throws IOException, InterruptedException {
    for (int i = 0; i < 50; i++) {
      if (!Commands.ok("ip -n " + namespace + " link show " + device).contains("NO-CARRIER")) {
        return;
      }
      Thread.sleep(100);
    }
    throw new IOException(device + " has no carrier");
  }

  /** Runs {@code action} on a thread of its own inside a namespace: its sockets belong there. */
  public static <T> T in(String namespace, Callable<T> action) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          Netns.enter(namespace);
          return action.call();
        });
    Thread.ofPlatform().name("in " + namespace).start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Commands.run(List.of("ip", "netns", "del", near));
    Commands.run(List.of("ip", "netns", "del", far));
  }
}
