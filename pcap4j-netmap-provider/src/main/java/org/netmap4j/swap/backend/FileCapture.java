package org.netmap4j.swap.backend;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.error.NetmapError.BadFile;
import org.netmap4j.error.NetmapException;
import org.netmap4j.pcap.CapturedHandler;
import org.netmap4j.savefile.CaptureInterface;
import org.netmap4j.savefile.PcapReader;
import org.netmap4j.savefile.PcapngReader;
import org.netmap4j.savefile.SavefileReader;
import org.netmap4j.savefile.Savefiles;

/** A savefile that is read. */
final class FileCapture extends Capture {
  /** What a snapshot length that says nothing stands for, as in libpcap. */
  private static final int ALL = 262_144;

  private final SavefileReader reader;
  private final boolean nanos;
  private final int datalink;
  private final int snapshot;

  /** Whether the reader stands on a packet that nobody has seen: it was read to learn its type. */
  private boolean ahead;

  /** What reading ahead came upon; told when packets are asked for. */
  private Optional<NetmapException> trouble = Optional.empty();

  private volatile @Nullable BpfFilter filter;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean broken;
  private volatile boolean closing;

  private FileCapture(SavefileReader reader, boolean nanos) {
    this.reader = reader;
    this.nanos = nanos;
    Optional<CaptureInterface> first =
        reader instanceof PcapReader pcap
            ? Optional.of(pcap.captureInterface())
            : firstInterface((PcapngReader) reader);
    datalink = DataLinks.ofLinktype(first.map(CaptureInterface::linktype).orElse(1));
    long snaplen = first.map(CaptureInterface::snaplen).orElse(0L);
    snapshot = snaplen == 0 || snaplen > Integer.MAX_VALUE ? ALL : (int) snaplen;
  }

  /**
   * Opens a savefile.
   *
   * @param name a path, or {@code -} for standard input
   * @throws NetmapException it is none
   */
  static FileCapture open(String name, boolean nanos) throws NetmapException {
    if (name.equals("-")) {
      return new FileCapture(
          Savefiles.over(new FileInputStream(FileDescriptor.in).getChannel(), "-"), nanos);
    }
    try {
      return new FileCapture(Savefiles.open(Path.of(name)), nanos);
    } catch (InvalidPathException e) {
      throw new NetmapException(new BadFile(name, 0, "the name of a file", "none"), e);
    }
  }

  private Optional<CaptureInterface> firstInterface(PcapngReader pcapng) {
    try {
      ahead = pcapng.next();
    } catch (NetmapException e) {
      trouble = Optional.of(e);
    }
    return pcapng.interfaces().stream().findFirst();
  }

  @Override
  public boolean nanos() {
    return nanos;
  }

  @Override
  public int datalink() {
    return datalink;
  }

  @Override
  public int snapshot() {
    return snapshot;
  }

  @Override
  public boolean swapped() {
    ByteOrder order =
        reader instanceof PcapReader pcap
            ? pcap.header().order()
            : ((PcapngReader) reader).section().order();
    return order != ByteOrder.nativeOrder();
  }

  @Override
  public int majorVersion() {
    return reader instanceof PcapReader ? 2 : 1;
  }

  @Override
  public int minorVersion() {
    return reader instanceof PcapReader ? 4 : 0;
  }

  @Override
  public int loop(int count, CapturedHandler handler) {
    return reading(() -> {
      int left = count;
      while (true) {
        int rc = deliver(left, handler);
        left -= Math.max(rc, 0);
        if (rc <= 0 || (count > 0 && left == 0)) {
          return Math.min(rc, 0);
        }
      }
    });
  }

  @Override
  public int dispatch(int count, CapturedHandler handler) {
    return reading(() -> deliver(count, handler));
  }

  @Override
  public int next(NextPacket packet) {
    return reading(() -> {
      int rc = deliver(1, packet);
      return rc == 0 ? BREAK : rc;
    });
  }

  /** One thread at a time, whose listener may ask for more packets, and may close. */
  private int reading(IntSupplier delivery) {
    lock.lock();
    try {
      return stopped() ? BREAK : delivery.getAsInt();
    } finally {
      if (closing && lock.getHoldCount() == 1) {
        closeReader();
      }
      lock.unlock();
    }
  }

  /** Delivers at most {@code count}; a break after the first is left for the next call. */
  private int deliver(int count, CapturedHandler handler) {
    for (int n = 0; ; n++) {
      if (broken) {
        if (n > 0) {
          return n;
        }
        broken = stopped();
        return BREAK;
      }
      if (count > 0 && n == count) {
        return n;
      }
      int rc = one(handler);
      if (rc <= 0) {
        return rc < 0 ? rc : n;
      }
    }
  }

  /** Delivers the next packet that matches: 1, 0 at the end, or an error. */
  private int one(CapturedHandler handler) {
    try {
      while (advance()) {
        if (datalinkOfPacket() != datalink) {
          return fail(
              ERROR,
              "the file has packets of the link types %s and %s; read them apart"
                  .formatted(DataLinks.text(datalink), DataLinks.text(datalinkOfPacket())));
        }
        ByteBuffer data = reader.data();
        MemorySegment memory = MemorySegment.ofBuffer(data);
        int captured = Math.min(data.remaining(), snapshot);
        int length = (int) reader.originalLength();
        BpfFilter wanted = filter;
        if (wanted == null || wanted.run(memory, 0, captured, length) != 0) {
          handler.packet(memory, 0, captured, length, reader.timestampNanos());
          return 1;
        }
      }
      return 0;
    } catch (NetmapException e) {
      return fail(ERROR, String.valueOf(e.getMessage()));
    }
  }

  private int datalinkOfPacket() {
    return DataLinks.ofLinktype(reader.linktype());
  }

  private boolean advance() throws NetmapException {
    if (trouble.isPresent()) {
      throw trouble.get();
    }
    if (ahead) {
      ahead = false;
      return true;
    }
    return reader.next();
  }

  @Override
  public void breakLoop() {
    broken = true;
  }

  @Override
  public void close() {
    stop();
    closing = true;
    if (!lock.isHeldByCurrentThread()) {
      lock.lock();
      try {
        closeReader();
      } finally {
        lock.unlock();
      }
    }
  }

  private void closeReader() {
    try {
      reader.close();
    } catch (NetmapException e) {
      fail(ERROR, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public int setFilter(BpfFilter wanted) {
    filter = wanted;
    return 0;
  }

  @Override
  public int send(byte[] bytes, int length) {
    return fail(ERROR, "Sending packets isn't supported on savefiles");
  }

  @Override
  public int statistics(long[] counters) {
    return fail(ERROR, "Statistics aren't available from savefiles");
  }

  @Override
  public int nonBlocking() {
    return 0;
  }

  @Override
  public int nonBlocking(boolean wanted) {
    return fail(ERROR, "Savefiles cannot be put into non-blocking mode");
  }

  @Override
  public int setDirection(int direction) {
    return fail(ERROR, "Setting direction is not supported on savefiles");
  }
}
