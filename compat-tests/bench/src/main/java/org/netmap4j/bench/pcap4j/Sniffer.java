package org.netmap4j.bench.pcap4j;

import java.io.EOFException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongUnaryOperator;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.core.RawPacketListener;

/**
 * A sniffer as pcap4j's users write them. Given a number of packets it reads as many, and answers
 * the sum of what it saw of them.
 */
public final class Sniffer implements LongUnaryOperator, AutoCloseable, RawPacketListener {
  private final PcapHandle handle;
  private final boolean loops;
  private long sum;

  /**
   * Opens what is to be read.
   *
   * @param name a savefile, or a port
   * @param live whether it is a port
   * @param loops whether it reads by loop, or packet by packet
   */
  public Sniffer(String name, boolean live, boolean loops) throws PcapNativeException {
    this.loops = loops;
    handle =
        live
            ? new PcapHandle.Builder(name).snaplen(65_536).timeoutMillis(1000).build()
            : Pcaps.openOffline(name);
  }

  @Override
  public void gotPacket(byte[] packet) {
    sum += packet.length + packet[packet.length - 1] + (packet[12] << 8 | packet[13]);
  }

  @Override
  public long applyAsLong(long count) {
    sum = 0;
    try {
      if (loops) {
        handle.loop((int) count, this);
      } else {
        for (long i = 0; i < count; i++) {
          gotPacket(handle.getNextRawPacketEx());
        }
      }
    } catch (PcapNativeException
        | NotOpenException
        | InterruptedException
        | EOFException
        | TimeoutException e) {
      throw new IllegalStateException(e);
    }
    return sum;
  }

  @Override
  public void close() {
    handle.close();
  }
}
