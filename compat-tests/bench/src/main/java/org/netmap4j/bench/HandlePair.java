package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.netmap4j.error.NetmapException;
import org.netmap4j.pcap.CapturedHandler;
import org.netmap4j.pcap.NetmapHandle;
import org.netmap4j.pcap.Next;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Has a handle read a full ring as C does by nm_dispatch and nm_nextpkt, on the same buffers. */
@State(Scope.Thread)
public class HandlePair {
  private static final ValueLayout.OfChar U16 =
      ValueLayout.JAVA_CHAR_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final BenchPort port = new BenchPort();
  private final BenchPort other = new BenchPort();
  private final NetmapHandle handle;
  private final @Nullable PeerRing peer;
  private final CapturedHandler handler = this::take;
  private final byte[] frame = Frames.frame(1, Frames.SHORT);
  private long sum;

  /** On ports of its own. */
  public HandlePair() {
    try {
      handle =
          NetmapHandle.builder("netmap:bench").engine(port).nonBlocking(true).sendNow(false).open();
    } catch (NetmapException e) {
      throw new IllegalStateException(e);
    }
    Path library = Peer.library();
    peer = library == null ? null : new PeerRing(port, other, library);
  }

  /** Unmaps. */
  @TearDown(Level.Trial)
  public void close() {
    handle.close();
    other.close();
  }

  private void take(MemorySegment memory, long start, int captured, int length, long nanos) {
    if (captured < 34 || memory.get(U16, start + 12) != 0x0800) {
      return;
    }
    int transport = 14 + (memory.get(JAVA_BYTE, start + 14) & 0xf) * 4;
    int protocol = memory.get(JAVA_BYTE, start + 23);
    if ((protocol == 6 || protocol == 17) && captured >= transport + 4) {
      sum += protocol + memory.get(U16, start + transport) + memory.get(U16, start + transport + 2);
    }
  }

  private static void expect(int packets) {
    if (packets != BenchPort.PACKETS) {
      throw new IllegalStateException(packets + " packets in a full ring");
    }
  }

  /** NetmapHandle.dispatch. */
  long dispatch(Turns turns) throws NetmapException {
    long start = System.nanoTime();
    expect(handle.dispatch(0, handler));
    long middle = System.nanoTime();
    sum += peer == null ? 0 : peer.dispatch(0);
    turns.turn(BenchPort.PACKETS, middle - start, System.nanoTime() - middle);
    return sum;
  }

  /** NetmapHandle.next. */
  long next(Turns turns) throws NetmapException {
    long start = System.nanoTime();
    int packets = 0;
    while (packets < BenchPort.PACKETS && handle.next(handler) == Next.PACKET) {
      packets++;
    }
    expect(packets);
    long middle = System.nanoTime();
    sum += peer == null ? 0 : peer.nextpkt();
    turns.turn(BenchPort.PACKETS, middle - start, System.nanoTime() - middle);
    return sum;
  }

  /** NetmapHandle.inject; a sync by each full ring, as C does. */
  long inject(Turns turns) throws NetmapException {
    long start = System.nanoTime();
    for (int i = 0; i < BenchPort.PACKETS; i++) {
      handle.inject(frame);
    }
    long middle = System.nanoTime();
    long sent = peer == null ? 0 : peer.injectShort();
    turns.turn(BenchPort.PACKETS, middle - start, System.nanoTime() - middle);
    return sent;
  }
}
