package org.netmap4j.bpf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A packet filter.
 *
 * {@snippet :
 * BpfFilter filter = BpfFilter.compile("tcp port 443 and not host 192.0.2.1");
 * boolean wanted = filter.matches(frame);
 * }
 *
 * <p>It begins by interpreting its program; one that is used a lot becomes a class of its own, made
 * in the background. Any number of threads may use it at once.
 */
public final class BpfFilter {
  /** What a program returns for packets that match, unless it is told otherwise: 262144 bytes. */
  public static final int SNAPLEN = 262_144;

  /** So many packets are interpreted before a class is made. */
  private static final int HOT = 4096;

  private final BpfProgram program;
  private final BpfInterpreter interpreter;
  private volatile @Nullable BpfMatcher compiled;
  private int runs;

  private BpfFilter(BpfProgram program) {
    this.program = program;
    interpreter = new BpfInterpreter(program);
  }

  /**
   * What a filter expression is compiled for.
   *
   * @param link what the packets begin with
   * @param snaplen what the program returns for packets that match: how many bytes are wanted,
   *     unsigned, not 0
   * @param netmask the network's mask for {@code ip broadcast}; empty if it is not known
   * @param names what names stand for
   */
  public record Options(LinkType link, int snaplen, OptionalInt netmask, Names names) {
    /** Refuses a program that wants nothing of any packet. */
    public Options {
      if (snaplen == 0) {
        throw new IllegalArgumentException("snaplen=0, expected 1 or more: 0 is no match");
      }
    }

    /** Ethernet, {@link #SNAPLEN}, no mask, the system's names. */
    public static final Options DEFAULT =
        new Options(LinkType.ETHERNET, SNAPLEN, OptionalInt.empty(), Names.system());

    /** The same for packets that begin otherwise. */
    public Options withLink(LinkType other) {
      return new Options(other, snaplen, netmask, names);
    }

    /** The same with another number of bytes. */
    public Options withSnaplen(int other) {
      return new Options(link, other, netmask, names);
    }

    /** The same with a network's mask. */
    public Options withNetmask(int mask) {
      return new Options(link, snaplen, OptionalInt.of(mask), names);
    }

    /** The same with other names. */
    public Options withNames(Names other) {
      return new Options(link, snaplen, netmask, other);
    }
  }

  /**
   * Compiles an expression of pcap-filter(7) for Ethernet packets; an empty one matches all.
   *
   * <p>Names of hosts are looked up by the system, one after the other, each as long as its
   * resolver takes. Who cannot wait gives {@link Options#withNames other names}.
   *
   * @throws FilterException the expression is none, or asks for what is not supported: what, and
   *     where
   */
  public static BpfFilter compile(String expression) {
    return compile(expression, Options.DEFAULT);
  }

  /** As {@link #compile(String)}, for packets of any kind. */
  public static BpfFilter compile(String expression, Options options) {
    return of(BpfProgram.of(instructions(expression, options)));
  }

  private static List<BpfInstruction> instructions(String text, Options options) {
    Expression expression = FilterParser.parse(text);
    Condition condition =
        expression == null
            ? Condition.TRUE
            : FilterGenerator.generate(
                text, expression, options.link, options.netmask, options.names);
    Decisions.Node root = Decisions.of(condition);
    if (root == Decisions.End.NO_MATCH) {
      throw new FilterException(text, 0, "no packet can match");
    }
    List<BpfInstruction> instructions;
    try {
      instructions = FilterEmitter.emit(root, options.snaplen);
    } catch (IllegalArgumentException e) {
      throw new FilterException(text, 0, String.valueOf(e.getMessage()));
    }
    if (instructions.size() > BpfCode.MOST) {
      throw new FilterException(
          text,
          0,
          "expected less: it takes %d instructions, and %d are the most"
              .formatted(instructions.size(), BpfCode.MOST));
    }
    return instructions;
  }

  /** A filter that runs a program. */
  public static BpfFilter of(BpfProgram program) {
    return new BpfFilter(program);
  }

  /** What it runs. */
  public BpfProgram program() {
    return program;
  }

  /** Whether a whole packet matches. */
  public boolean matches(byte[] packet) {
    return matches(MemorySegment.ofArray(packet));
  }

  /** Whether a whole packet matches. */
  public boolean matches(MemorySegment packet) {
    int length = Math.toIntExact(packet.byteSize());
    return run(packet, 0, length, length) != 0;
  }

  /**
   * Runs the program on a packet.
   *
   * @param memory where it is
   * @param start where it begins there
   * @param captured how many of its bytes are there
   * @param length how long it was on the wire
   * @return how many bytes of it are wanted, unsigned; 0 when it does not match
   */
  public int run(MemorySegment memory, long start, int captured, int length) {
    Objects.checkFromIndexSize(start, captured, memory.byteSize());
    BpfMatcher fast = compiled;
    return fast != null
        ? fast.run(memory, start, captured, length)
        : interpret(memory, start, captured, length);
  }

  private int interpret(MemorySegment memory, long start, int captured, int length) {
    if (++runs == HOT) {
      heat();
    }
    return interpreter.run(memory, start, captured, length);
  }

  /** Whether it runs as a class of its own by now. */
  boolean isCompiled() {
    return compiled != null;
  }

  private void heat() {
    Thread.ofVirtual()
        .name("bpf-class")
        .start(() -> BpfClass.matcher(program).ifPresent(it -> compiled = it));
  }
}
