package org.netmap4j.compat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Packets of the system's own stack, inside a network namespace. */
public final class Traffic {
  private Traffic() {}

  /** Sends UDP datagrams of 100 bytes from many ports, so that they spread over the queues. */
  public static void datagrams(String namespace, String to, int count) throws Exception {
    VethPair.in(
        namespace,
        () -> {
          List<DatagramSocket> sockets = new ArrayList<>();
          for (int i = 0; i < 16; i++) {
            sockets.add(new DatagramSocket());
          }
          byte[] payload = new byte[100];
          InetSocketAddress address = new InetSocketAddress(to, 9);
          for (int i = 0; i < count; i++) {
            sockets.get(i % 16).send(new DatagramPacket(payload, payload.length, address));
          }
          sockets.forEach(DatagramSocket::close);
          return count;
        });
  }
}
