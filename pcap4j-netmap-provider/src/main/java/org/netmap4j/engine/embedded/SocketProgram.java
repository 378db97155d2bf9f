package org.netmap4j.engine.embedded;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.netmap4j.ffi.LinuxAbi;

/**
 * The classic BPF programs that sort frames to sockets.
 *
 * <p>A frame carries the number of the queue that it came through in skb-&gt;queue_mapping. On
 * transmit that is the queue's number. On receive a driver that records it (skb_record_rx_queue)
 * writes the number plus one, 0 meaning unknown; veth leaves the sender's transmit queue there.
 */
final class SocketProgram {
  /** How skb-&gt;queue_mapping names a queue. */
  enum Mapping {
    /** By its number. */
    DIRECT,
    /** By its number plus one. */
    RECORDED
  }

  private static final int ACCEPT = 0x40000;

  private record Instruction(int code, int whenTrue, int whenFalse, int k) {}

  private final List<Instruction> instructions = new ArrayList<>();

  private SocketProgram() {}

  private SocketProgram add(int code, int k) {
    return add(code, 0, 0, k);
  }

  private SocketProgram add(int code, int whenTrue, int whenFalse, int k) {
    instructions.add(new Instruction(code, whenTrue, whenFalse, k));
    return this;
  }

  /** Takes nothing: for a socket that is not ready yet, or no longer wanted. */
  static SocketProgram nothing() {
    return new SocketProgram().add(LinuxAbi.BPF_RET_K, 0);
  }

  /** Takes everything. */
  static SocketProgram everything() {
    return new SocketProgram().add(LinuxAbi.BPF_RET_K, ACCEPT);
  }

  /** Takes what the host's stack sends. */
  static SocketProgram outgoing() {
    return new SocketProgram()
        .add(LinuxAbi.BPF_LD_W_ABS, LinuxAbi.SKF_PKTTYPE)
        .add(LinuxAbi.BPF_JEQ_K, 0, 1, LinuxAbi.PACKET_OUTGOING)
        .add(LinuxAbi.BPF_RET_K, ACCEPT)
        .add(LinuxAbi.BPF_RET_K, 0);
  }

  /** Loads the number of the ring, of {@code rings}, that the frame's queue belongs to. */
  private SocketProgram loadRing(Mapping mapping, int rings) {
    add(LinuxAbi.BPF_LD_W_ABS, LinuxAbi.SKF_QUEUE);
    if (mapping == Mapping.RECORDED) {
      add(LinuxAbi.BPF_JEQ_K, 1, 0, 0).add(LinuxAbi.BPF_SUB_K, 1);
    }
    return add(LinuxAbi.BPF_MOD_K, rings);
  }

  /** Answers the ring's number: which socket of a fanout group shall have the frame. */
  static SocketProgram choose(Mapping mapping, int rings) {
    return new SocketProgram().loadRing(mapping, rings).add(LinuxAbi.BPF_RET_A, 0);
  }

  /** Takes the frames of one ring of {@code rings}. */
  static SocketProgram only(Mapping mapping, int ring, int rings) {
    return new SocketProgram()
        .loadRing(mapping, rings)
        .add(LinuxAbi.BPF_JEQ_K, 0, 1, ring)
        .add(LinuxAbi.BPF_RET_K, ACCEPT)
        .add(LinuxAbi.BPF_RET_K, 0);
  }

  /** struct sock_fprog, pointing at an array of struct sock_filter. */
  MemorySegment encode(Arena arena) {
    MemorySegment code = arena.allocate(8L * instructions.size(), 8);
    for (int i = 0; i < instructions.size(); i++) {
      Instruction instruction = instructions.get(i);
      code.set(JAVA_SHORT, 8L * i, (short) instruction.code());
      code.set(JAVA_BYTE, 8L * i + 2, (byte) instruction.whenTrue());
      code.set(JAVA_BYTE, 8L * i + 3, (byte) instruction.whenFalse());
      code.set(JAVA_INT, 8L * i + 4, instruction.k());
    }
    MemorySegment program = arena.allocate(16, 8);
    program.set(JAVA_SHORT, 0, (short) instructions.size());
    program.set(ADDRESS, 8, code);
    return program;
  }
}
