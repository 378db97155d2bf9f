package org.netmap4j.bpf;

/** What BPF computes: unsigned numbers of 32 bits that wrap. */
final class Arithmetic {
  private Arithmetic() {}

  /** A value after one of BPF's operations; a division by 0 is the caller's matter. */
  static int apply(int operation, int a, int b) {
    return switch (operation) {
      case BpfCode.ADD -> a + b;
      case BpfCode.SUB -> a - b;
      case BpfCode.MUL -> a * b;
      case BpfCode.DIV -> Integer.divideUnsigned(a, b);
      case BpfCode.MOD -> Integer.remainderUnsigned(a, b);
      case BpfCode.OR -> a | b;
      case BpfCode.AND -> a & b;
      case BpfCode.XOR -> a ^ b;
      case BpfCode.LSH -> Integer.compareUnsigned(b, 32) < 0 ? a << b : 0;
      case BpfCode.RSH -> Integer.compareUnsigned(b, 32) < 0 ? a >>> b : 0;
      default -> -a;
    };
  }

  /** Whether one of BPF's tests holds. */
  static boolean holds(int test, int a, int b) {
    return switch (test) {
      case BpfCode.JEQ -> a == b;
      case BpfCode.JGT -> Integer.compareUnsigned(a, b) > 0;
      case BpfCode.JGE -> Integer.compareUnsigned(a, b) >= 0;
      default -> (a & b) != 0;
    };
  }
}
