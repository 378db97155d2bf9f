package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.VethPair;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * An interface that goes down under traffic. The module may then hold a thread inside a sync until
 * the interface is up again: nothing in user space can prevent that, so it is counted here, not
 * forbidden.
 */
@Tag("kernel")
class KernelLinkTest {
  private static final int ROUNDS = 12;

  @Test
  void underTrafficAHeldThreadIsNamedAndTheRestGoesOn() throws Exception {
    Kernel.engine();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8)); // where the log goes
    int held = 0;
    try (VethPair pair = VethPair.create(1, 1500);
        NetmapPort master = Kernel.open("netmap:kw{1");
        NetmapPort slave = Kernel.open("netmap:kw}1")) {
      for (int round = 0; round < ROUNDS; round++) {
        log.reset();
        held += takenDown(pair, log, master, slave) ? 1 : 0;
      }
    } finally {
      System.setErr(before);
    }
    System.out.println("interface down under traffic: " + held + " of " + ROUNDS + " calls held");
  }

  /** Takes the interface of a port down while packets come; answers whether a call was held. */
  private static boolean takenDown(
      VethPair pair, ByteArrayOutputStream log, NetmapPort master, NetmapPort slave)
      throws Exception {
    String set = "ip -n " + pair.near + " link set " + pair.a;
    AtomicReference<NetmapException> ended = new AtomicReference<>();
    AtomicBoolean over = new AtomicBoolean();
    NetmapPort port = VethPair.in(pair.near, () -> Kernel.open("netmap:" + pair.a));
    NetmapPort source = VethPair.in(pair.far, () -> Kernel.open("netmap:" + pair.b + "/T"));
    Thread reader = Thread.ofPlatform().name("reader").unstarted(() -> read(port, ended));
    Thread sender = Thread.ofPlatform().name("sender").unstarted(() -> send(source, over));
    try {
      reader.start();
      sender.start();
      Thread.sleep(200);
      Commands.ok(set + " down");
      for (int i = 0; i < 30 && ended.get() == null && log.size() == 0; i++) {
        Thread.sleep(100);
      }
      boolean held = ended.get() == null;
      if (held) {
        String message = log.toString(StandardCharsets.UTF_8);
        assertTrue(
            message.contains("\"reader\""), message + Arrays.toString(reader.getStackTrace()));
        assertTrue(message.contains("netmap:" + pair.a) || message.contains(pair.a), message);
        assertTrue(message.contains("ip link set " + pair.a + " up"), "the remedy: " + message);
      } else {
        assertInstanceOf(NetmapError.InterfaceDown.class, ended.get().error());
      }
      Kernel.send(master, 10);
      assertEquals(10, Kernel.receive(slave, 10).size(), "other ports go on");
      long start = System.nanoTime();
      port.close();
      assertTrue(System.nanoTime() - start < 2_500_000_000L, "close does not wait for it");
      Commands.ok(set + " up");
      reader.join(Duration.ofSeconds(5));
      assertTrue(!reader.isAlive(), "it comes back once the link is up");
      return held;
    } finally {
      over.set(true);
      sender.join();
      Commands.ok(set + " up");
      port.close();
      source.close();
    }
  }

  private static void read(NetmapPort port, AtomicReference<NetmapException> ended) {
    try {
      while (true) {
        boolean _ = port.awaitPackets(Duration.ofSeconds(1));
        port.dispatch(0, packet -> {});
      }
    } catch (NetmapException e) {
      ended.set(e);
    }
  }

  private static void send(NetmapPort port, AtomicBoolean over) {
    byte[] frame = Kernel.frame(1, 60);
    try {
      while (!over.get()) {
        for (int i = 0; i < 16 && port.inject(frame); i++) {}
        port.txsync();
        Thread.sleep(1);
      }
    } catch (NetmapException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
