package org.netmap4j.bpf;

import java.util.List;

/**
 * Decides whether a program may run: it ends, stays in its scratch memory, and has no instruction
 * that nobody knows. The rules are those of the kernels' checks: jumps go forward, inside the
 * program; the last instruction returns; nothing is divided by a constant 0.
 */
final class BpfVerifier {
  private final List<BpfInstruction> program;

  private BpfVerifier(List<BpfInstruction> program) {
    this.program = program;
  }

  /** Throws if the program may not run. */
  static void check(List<BpfInstruction> program) {
    new BpfVerifier(program).run();
  }

  private void run() {
    int size = program.size();
    if (size == 0 || size > BpfCode.MOST) {
      throw new IllegalArgumentException(
          "a program of %d instructions: expected 1 to %d".formatted(size, BpfCode.MOST));
    }
    for (int i = 0; i < size; i++) {
      check(i, program.get(i));
    }
    if (BpfCode.kind(program.getLast().code()) != BpfCode.RET) {
      throw new IllegalArgumentException("the last instruction does not return");
    }
  }

  private void check(int i, BpfInstruction instruction) {
    boolean known =
        switch (BpfCode.kind(instruction.code())) {
          case BpfCode.LD -> load(i, instruction);
          case BpfCode.LDX -> loadX(i, instruction);
          case BpfCode.ST, BpfCode.STX -> store(i, instruction);
          case BpfCode.ALU -> arithmetic(i, instruction);
          case BpfCode.JMP -> jump(i, instruction);
          case BpfCode.RET ->
              instruction.code() == (BpfCode.RET | BpfCode.K)
                  || instruction.code() == (BpfCode.RET | BpfCode.A);
          default ->
              instruction.code() == (BpfCode.MISC | BpfCode.TAX)
                  || instruction.code() == (BpfCode.MISC | BpfCode.TXA);
        };
    if (!known || instruction.code() > 0xff) {
      throw wrong(i, "unknown code 0x%x".formatted(instruction.code()));
    }
  }

  private static boolean load(int i, BpfInstruction instruction) {
    int code = instruction.code();
    int size = BpfCode.size(code);
    return switch (BpfCode.mode(code)) {
      case BpfCode.ABS, BpfCode.IND -> size != 0x18;
      case BpfCode.IMM, BpfCode.LEN -> size == BpfCode.W;
      case BpfCode.MEM -> size == BpfCode.W && scratch(i, instruction);
      default -> false;
    };
  }

  private static boolean loadX(int i, BpfInstruction instruction) {
    int code = instruction.code();
    int size = BpfCode.size(code);
    return switch (BpfCode.mode(code)) {
      case BpfCode.IMM, BpfCode.LEN -> size == BpfCode.W;
      case BpfCode.MEM -> size == BpfCode.W && scratch(i, instruction);
      case BpfCode.MSH -> size == BpfCode.B;
      default -> false;
    };
  }

  private static boolean store(int i, BpfInstruction instruction) {
    return (instruction.code() & ~0x07) == 0 && scratch(i, instruction);
  }

  private static boolean scratch(int i, BpfInstruction instruction) {
    if (Integer.compareUnsigned(instruction.k(), BpfCode.MEMORY) >= 0) {
      throw wrong(
          i, "M[%s]: expected M[0] to M[15]".formatted(Integer.toUnsignedString(instruction.k())));
    }
    return true;
  }

  private static boolean arithmetic(int i, BpfInstruction instruction) {
    int code = instruction.code();
    int k = instruction.k();
    boolean constant = !BpfCode.withX(code);
    return switch (BpfCode.operation(code)) {
      case BpfCode.ADD, BpfCode.SUB, BpfCode.MUL, BpfCode.OR, BpfCode.AND, BpfCode.XOR -> true;
      case BpfCode.NEG -> constant;
      case BpfCode.DIV, BpfCode.MOD -> {
        if (constant && k == 0) {
          throw wrong(i, "division by 0");
        }
        yield true;
      }
      case BpfCode.LSH, BpfCode.RSH -> {
        if (constant && Integer.compareUnsigned(k, 31) > 0) {
          throw wrong(i, "a shift by %s".formatted(Integer.toUnsignedString(k)));
        }
        yield true;
      }
      default -> false;
    };
  }

  private boolean jump(int i, BpfInstruction instruction) {
    int code = instruction.code();
    return switch (BpfCode.operation(code)) {
      case BpfCode.JA -> {
        inside(i, Integer.toUnsignedLong(instruction.k()));
        yield !BpfCode.withX(code);
      }
      case BpfCode.JEQ, BpfCode.JGT, BpfCode.JGE, BpfCode.JSET -> {
        inside(i, instruction.jt());
        inside(i, instruction.jf());
        yield true;
      }
      default -> false;
    };
  }

  private void inside(int i, long skipped) {
    if (i + 1 + skipped >= program.size()) {
      throw wrong(i, "a jump out of the program");
    }
  }

  private static IllegalArgumentException wrong(int i, String what) {
    return new IllegalArgumentException("instruction " + i + ": " + what);
  }
}
