package org.netmap4j.bench.pcap4j;

import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;
import org.pcap4j.core.RawPacketListener;

/**
 * Counts what arrives on an interface until it has been still for a second, and prints the packets,
 * and the nanoseconds of a processor that this process took for each once it was warm.
 */
public final class LiveReceiver implements RawPacketListener, Runnable {
  private static final int BUFFER = 8 << 20;

  private final PcapHandle handle;
  private final AtomicLong packets = new AtomicLong();
  private final long warm;
  private volatile double nanosEach;

  private LiveReceiver(PcapHandle handle, long warm) {
    this.handle = handle;
    this.warm = warm;
  }

  /** The arguments are the interface, and the packets after which it is warm. */
  public static void main(String[] arguments)
      throws PcapNativeException, NotOpenException, InterruptedException {
    PcapNetworkInterface device = Objects.requireNonNull(Pcaps.getDevByName(arguments[0]));
    try (PcapHandle handle =
        new PcapHandle.Builder(device.getName())
            .snaplen(65_536)
            .promiscuousMode(PromiscuousMode.PROMISCUOUS)
            .timeoutMillis(10)
            .bufferSize(BUFFER)
            .build()) {
      LiveReceiver receiver = new LiveReceiver(handle, Long.parseLong(arguments[1]));
      Thread watch = Thread.ofPlatform().daemon().start(receiver);
      System.out.println("ready");
      try {
        handle.loop(-1, receiver);
      } catch (InterruptedException e) {
        // still for a second: breakLoop
      }
      watch.join();
      System.out.println(receiver.packets.get() + " " + receiver.nanosEach);
    }
  }

  @Override
  public void gotPacket(byte[] packet) {
    packets.setOpaque(packets.getPlain() + 1); // by one thread
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** Looks ten times a second. */
  @Override
  public void run() {
    long seen = 0;
    int still = 0;
    long first = Long.MAX_VALUE;
    long firstCpu = 0;
    while (still < 10) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        break;
      }
      long now = packets.getOpaque();
      if (first == Long.MAX_VALUE && now >= warm) {
        first = now;
        firstCpu = cpu();
      } else if (now > seen && now > first) {
        nanosEach = (double) (cpu() - firstCpu) / (now - first);
      }
      still = now > 0 && now == seen ? still + 1 : 0;
      seen = now;
    }
    try {
      handle.breakLoop();
    } catch (NotOpenException e) {
      throw new IllegalStateException(e);
    }
  }
}
