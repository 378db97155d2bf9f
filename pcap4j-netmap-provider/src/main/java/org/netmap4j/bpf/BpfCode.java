package org.netmap4j.bpf;

/** The instructions of classic BPF, as bpf(4) and linux/filter.h number them. */
final class BpfCode {
  // classes
  static final int LD = 0x00;
  static final int LDX = 0x01;
  static final int ST = 0x02;
  static final int STX = 0x03;
  static final int ALU = 0x04;
  static final int JMP = 0x05;
  static final int RET = 0x06;
  static final int MISC = 0x07;

  // sizes of loads
  static final int W = 0x00;
  static final int H = 0x08;
  static final int B = 0x10;

  // where loads load from
  static final int IMM = 0x00;
  static final int ABS = 0x20;
  static final int IND = 0x40;
  static final int MEM = 0x60;
  static final int LEN = 0x80;
  static final int MSH = 0xa0;

  // arithmetic
  static final int ADD = 0x00;
  static final int SUB = 0x10;
  static final int MUL = 0x20;
  static final int DIV = 0x30;
  static final int OR = 0x40;
  static final int AND = 0x50;
  static final int LSH = 0x60;
  static final int RSH = 0x70;
  static final int NEG = 0x80;
  static final int MOD = 0x90;
  static final int XOR = 0xa0;

  // jumps
  static final int JA = 0x00;
  static final int JEQ = 0x10;
  static final int JGT = 0x20;
  static final int JGE = 0x30;
  static final int JSET = 0x40;

  // the second operand, and what is returned
  static final int K = 0x00;
  static final int X = 0x08;
  static final int A = 0x10;

  static final int TAX = 0x00;
  static final int TXA = 0x80;

  /** The words of scratch memory. */
  static final int MEMORY = 16;

  /**
   * The most instructions of a program: enough for some thousand hosts. libpcap has no bound
   * outside of kernels, which have 4096.
   */
  static final int MOST = 32_768;

  private BpfCode() {}

  static int kind(int code) {
    return code & 0x07;
  }

  static int size(int code) {
    return code & 0x18;
  }

  static int mode(int code) {
    return code & 0xe0;
  }

  static int operation(int code) {
    return code & 0xf0;
  }

  static boolean withX(int code) {
    return (code & X) != 0;
  }

  /** The bytes that a load of this size takes. */
  static int bytes(int code) {
    return switch (size(code)) {
      case W -> 4;
      case H -> 2;
      default -> 1;
    };
  }
}
