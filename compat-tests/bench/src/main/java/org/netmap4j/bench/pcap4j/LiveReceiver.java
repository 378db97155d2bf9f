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
 * and the processor time that this process took for them in nanoseconds.
 */
public final class LiveReceiver implements RawPacketListener, Runnable {
  private static final int BUFFER = 8 << 20;

  private final PcapHandle handle;
  private final AtomicLong packets = new AtomicLong();
  private volatile long firstCpu;
  private volatile long lastCpu;

  private LiveReceiver(PcapHandle handle) {
    this.handle = handle;
  }

  /** The argument is the interface. */
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
      LiveReceiver receiver = new LiveReceiver(handle);
      Thread watch = Thread.ofPlatform().daemon().start(receiver);
      System.out.println("ready");
      try {
        handle.loop(-1, receiver);
      } catch (InterruptedException e) {
        // still for a second: breakLoop
      }
      watch.join();
      System.out.println(receiver.packets.get() + " " + (receiver.lastCpu - receiver.firstCpu));
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
    firstCpu = cpu();
    while (still < 10) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        break;
      }
      long now = packets.getOpaque();
      if (now == 0) {
        firstCpu = cpu(); // none has come yet
      } else if (now == seen) {
        still++;
      } else {
        still = 0;
        lastCpu = cpu();
      }
      seen = now;
    }
    try {
      handle.breakLoop();
    } catch (NotOpenException e) {
      throw new IllegalStateException(e);
    }
  }
}
