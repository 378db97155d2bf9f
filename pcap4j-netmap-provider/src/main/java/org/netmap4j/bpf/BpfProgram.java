package org.netmap4j.bpf;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A program of classic BPF that may be run: it has been verified. */
public final class BpfProgram {
  private final List<BpfInstruction> instructions;

  private BpfProgram(List<BpfInstruction> instructions) {
    this.instructions = instructions;
  }

  /**
   * A program of these instructions.
   *
   * @throws IllegalArgumentException it may not run: which instruction, and why
   */
  public static BpfProgram of(List<BpfInstruction> instructions) {
    List<BpfInstruction> copy = List.copyOf(instructions);
    BpfVerifier.check(copy);
    return new BpfProgram(copy);
  }

  /**
   * Reads what {@code tcpdump -ddd} or {@code tcpdump -d} prints, as {@link #toDecimals} and {@link
   * #toString} do.
   *
   * @throws IllegalArgumentException the text is not such a program: in which line, and why
   */
  public static BpfProgram parse(String text) {
    return of(BpfText.parse(text));
  }

  /** The instructions in their order. */
  public List<BpfInstruction> instructions() {
    return instructions;
  }

  /** As {@code tcpdump -ddd} prints it: the number of instructions, then a line for each. */
  public String toDecimals() {
    return instructions.size()
        + "\n"
        + instructions.stream()
            .map(it ->
                "%d %d %d %s\n"
                    .formatted(it.code(), it.jt(), it.jf(), Integer.toUnsignedString(it.k())))
            .collect(Collectors.joining());
  }

  /** As {@code tcpdump -d} prints it: a numbered line for each instruction. */
  @Override
  public String toString() {
    return IntStream.range(0, instructions.size())
        .mapToObj(i -> BpfText.line(i, instructions.get(i)))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BpfProgram program && instructions.equals(program.instructions);
  }

  @Override
  public int hashCode() {
    return instructions.hashCode();
  }
}
