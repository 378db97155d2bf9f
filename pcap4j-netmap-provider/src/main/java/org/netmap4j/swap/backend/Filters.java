package org.netmap4j.swap.backend;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.netmap4j.bpf.BpfFilter;
import org.netmap4j.bpf.BpfInstruction;
import org.netmap4j.bpf.BpfProgram;
import org.netmap4j.bpf.LinkType;

/** Filters, and struct bpf_insn in memory: 16 bits of code, jt, jf, 32 bits of k. */
public final class Filters {
  /** Bytes of an instruction. */
  public static final int INSTRUCTION = 8;

  /** PCAP_NETMASK_UNKNOWN. */
  private static final int UNKNOWN = -1;

  private Filters() {}

  /**
   * Whether expressions can be compiled for a link type; an empty one can for all.
   *
   * @param dlt the link type, DLT_*
   */
  public static boolean compiles(String expression, int dlt) {
    return expression.isBlank() || link(dlt).isPresent();
  }

  private static Optional<LinkType> link(int dlt) {
    for (LinkType each : LinkType.values()) {
      if (each.dlt() == dlt) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /**
   * Compiles an expression.
   *
   * @param snaplen what the program answers for packets that match
   * @param netmask the network's mask, as a number; all ones if it is not known
   * @throws IllegalArgumentException it cannot be compiled: why
   */
  public static BpfFilter compile(String expression, int dlt, int snaplen, int netmask) {
    if (snaplen == 0) {
      throw new IllegalArgumentException(
          "a snapshot length of 0 rejects all packets; open the handle with another");
    }
    if (!compiles(expression, dlt)) {
      throw new IllegalArgumentException(
          "filters for packets of link type %s need libpcap, which this machine does not have"
              .formatted(DataLinks.text(dlt)));
    }
    BpfFilter.Options options =
        BpfFilter.Options.DEFAULT
            .withLink(link(dlt).orElse(LinkType.ETHERNET))
            .withSnaplen(snaplen);
    return BpfFilter.compile(
        expression, netmask == UNKNOWN ? options : options.withNetmask(netmask));
  }

  /** Writes a filter's program. */
  public static void put(BpfFilter filter, ByteBuffer to) {
    for (BpfInstruction each : filter.program().instructions()) {
      to.putShort((short) each.code()).put((byte) each.jt()).put((byte) each.jf()).putInt(each.k());
    }
  }

  /**
   * Reads a program.
   *
   * @throws IllegalArgumentException it may not run: why
   */
  public static BpfFilter read(ByteBuffer from) {
    List<BpfInstruction> instructions = new ArrayList<>();
    while (from.remaining() >= INSTRUCTION) {
      instructions.add(
          new BpfInstruction(
              Short.toUnsignedInt(from.getShort()),
              Byte.toUnsignedInt(from.get()),
              Byte.toUnsignedInt(from.get()),
              from.getInt()));
    }
    return BpfFilter.of(BpfProgram.of(instructions));
  }

  /**
   * bpf_filter.
   *
   * @param captured how many of the packet's bytes are there; no more than there are
   */
  public static int run(BpfFilter filter, byte[] packet, int length, int captured) {
    return filter.run(
        MemorySegment.ofArray(packet), 0, Math.clamp(captured, 0, packet.length), length);
  }
}
