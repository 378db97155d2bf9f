package org.netmap4j.bpf;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Runs a program instruction by instruction, as bpf_filter(3) does. */
final class BpfInterpreter implements BpfMatcher {
  private final int[] codes;
  private final int[] jumps;
  private final int[] operands;
  private final boolean scratch;

  BpfInterpreter(BpfProgram program) {
    List<BpfInstruction> instructions = program.instructions();
    codes = instructions.stream().mapToInt(BpfInstruction::code).toArray();
    jumps = instructions.stream().mapToInt(it -> it.jt() | it.jf() << 8).toArray();
    operands = instructions.stream().mapToInt(BpfInstruction::k).toArray();
    scratch = instructions.stream().anyMatch(it -> usesScratch(it.code()));
  }

  private static final int[] NONE = new int[0];

  private static boolean usesScratch(int code) {
    return switch (BpfCode.kind(code)) {
      case BpfCode.ST, BpfCode.STX -> true;
      case BpfCode.LD, BpfCode.LDX -> BpfCode.mode(code) == BpfCode.MEM;
      default -> false;
    };
  }

  @Override
  public int run(MemorySegment memory, long start, int captured, int length) {
    int[] m = scratch ? new int[BpfCode.MEMORY] : NONE;
    int a = 0;
    int x = 0;
    int pc = 0;
    while (true) {
      int code = codes[pc];
      int k = operands[pc];
      switch (BpfCode.kind(code)) {
        case BpfCode.LD -> {
          switch (BpfCode.mode(code)) {
            case BpfCode.IMM -> a = k;
            case BpfCode.LEN -> a = length;
            case BpfCode.MEM -> a = m[k];
            default -> {
              long at =
                  (k & 0xffff_ffffL) + (BpfCode.mode(code) == BpfCode.IND ? x & 0xffff_ffffL : 0);
              if (at + BpfCode.bytes(code) > captured) {
                return 0;
              }
              a =
                  switch (BpfCode.size(code)) {
                    case BpfCode.W -> PacketBytes.i32(memory, start + at);
                    case BpfCode.H -> PacketBytes.u16(memory, start + at);
                    default -> PacketBytes.u8(memory, start + at);
                  };
            }
          }
        }
        case BpfCode.LDX -> {
          switch (BpfCode.mode(code)) {
            case BpfCode.IMM -> x = k;
            case BpfCode.LEN -> x = length;
            case BpfCode.MEM -> x = m[k];
            default -> {
              long at = k & 0xffff_ffffL;
              if (at >= captured) {
                return 0;
              }
              x = PacketBytes.headerLength(memory, start + at);
            }
          }
        }
        case BpfCode.ST -> m[k] = a;
        case BpfCode.STX -> m[k] = x;
        case BpfCode.ALU -> {
          int operand = BpfCode.withX(code) ? x : k;
          int operation = BpfCode.operation(code);
          if (operand == 0 && (operation == BpfCode.DIV || operation == BpfCode.MOD)) {
            return 0;
          }
          a = Arithmetic.apply(operation, a, operand);
        }
        case BpfCode.JMP -> {
          if (BpfCode.operation(code) == BpfCode.JA) {
            pc += k;
          } else {
            boolean holds =
                Arithmetic.holds(BpfCode.operation(code), a, BpfCode.withX(code) ? x : k);
            pc += holds ? jumps[pc] & 0xff : jumps[pc] >>> 8;
          }
        }
        case BpfCode.RET -> {
          return (code & BpfCode.A) != 0 ? a : k;
        }
        default -> {
          if (BpfCode.operation(code) == BpfCode.TXA) {
            a = x;
          } else {
            x = a;
          }
        }
      }
      pc++;
    }
  }
}
