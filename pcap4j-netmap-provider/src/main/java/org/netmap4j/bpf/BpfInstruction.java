package org.netmap4j.bpf;

/**
 * struct bpf_insn.
 *
 * @param code what it does
 * @param jt how many instructions a jump skips when its test is true: 0 to 255
 * @param jf how many it skips when the test is false
 * @param k the operand, an unsigned number
 */
public record BpfInstruction(int code, int jt, int jf, int k) {
  /** Checks that the numbers fit into the struct. */
  public BpfInstruction {
    if (code >>> 16 != 0 || jt >>> 8 != 0 || jf >>> 8 != 0) {
      throw new IllegalArgumentException(
          "code %d, jt %d, jf %d: expected at most 65535, 255, 255".formatted(code, jt, jf));
    }
  }

  /** One that does not jump. */
  static BpfInstruction of(int code, int k) {
    return new BpfInstruction(code, 0, 0, k);
  }
}
