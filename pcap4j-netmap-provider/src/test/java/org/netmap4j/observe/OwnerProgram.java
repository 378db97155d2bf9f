package org.netmap4j.observe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.netmap4j.Netmap;
import org.netmap4j.NetmapPort;
import org.netmap4j.Ring;
import org.netmap4j.RxRing;
import org.netmap4j.engine.RingCounters;
import org.netmap4j.engine.embedded.EmbeddedEngine;

/**
 * Another process with ports: the names are its arguments. For each line "send N" it sends N
 * packets from the first to the second and reads them there, for "queue N" it leaves them unread;
 * then it prints what each ring has counted, and "done".
 */
final class OwnerProgram {
  private static final int BATCH = 100;

  private OwnerProgram() {}

  public static void main(String[] names) throws IOException {
    List<NetmapPort> ports = new ArrayList<>();
    for (String name : names) {
      ports.add(Netmap.port(name).engine(EmbeddedEngine.shared()).open());
    }
    System.out.println("done");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      if (words[0].equals("close")) {
        ports.removeLast().close();
      } else {
        send(ports, Integer.parseInt(words[1]), words[0].equals("send"));
      }
      print(ports);
    }
  }

  private static void send(List<NetmapPort> ports, int count, boolean read) throws IOException {
    byte[] packet = new byte[100];
    Arrays.fill(packet, 0, 6, (byte) 0xff); // a switch gives it to all
    for (int sent = 0; sent < count; sent += BATCH) {
      for (int i = sent; i < Math.min(count, sent + BATCH); i++) {
        if (!ports.get(0).inject(packet)) {
          throw new IOException("no room for packet " + i);
        }
      }
      ports.get(0).txsync();
      ports.get(1).rxsync();
      if (read) {
        for (RxRing ring : ports.get(1).rxRings()) {
          ring.skip();
        }
        ports.get(1).rxsync();
      }
    }
  }

  private static void print(List<NetmapPort> ports) throws IOException {
    for (NetmapPort port : ports) {
      List<Ring> rings = new ArrayList<>(port.rxRings());
      rings.addAll(port.txRings());
      for (Ring ring : rings) {
        RingCounters counters = port.counters(ring.id()).orElseThrow();
        System.out.println(
            "%s %s head=%d cur=%d tail=%d packets=%d bytes=%d dropped=%d"
                .formatted(
                    port.name(),
                    ring.id(),
                    ring.head(),
                    ring.cur(),
                    ring.tail(),
                    counters.packets(),
                    counters.bytes(),
                    counters.dropped()));
      }
    }
    System.out.println("done");
  }
}
