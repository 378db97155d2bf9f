package org.netmap4j.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netmap4j.scripted.Seeds;

/** Programs that nobody wrote: interpreter, generated class and bpf_filter agree. */
class RandomProgramTest {
  private static final int PROGRAMS = 2500;
  private static final int PACKETS = 420;
  private static final int NONSENSE = 200_000;
  private static final int[] ALU = {
    BpfCode.ADD,
    BpfCode.SUB,
    BpfCode.MUL,
    BpfCode.DIV,
    BpfCode.OR,
    BpfCode.AND,
    BpfCode.LSH,
    BpfCode.RSH,
    BpfCode.MOD,
    BpfCode.XOR
  };
  private static final int[] TESTS = {BpfCode.JEQ, BpfCode.JGT, BpfCode.JGE, BpfCode.JSET};
  private static final int[] SIZES = {BpfCode.W, BpfCode.H, BpfCode.B};

  private final Random random = Seeds.random(RandomProgramTest.class);

  private int one(int[] values) {
    return values[random.nextInt(values.length)];
  }

  private int offset() {
    return random.nextInt(40) == 0 ? random.nextInt() : random.nextInt(80);
  }

  /** Small numbers mostly; sometimes any, or one at an end. */
  private int number() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt();
      case 1 -> one(new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 31, 32, 0x800, 0x86dd});
      default -> random.nextInt(300);
    };
  }

  /** A program that may be run, of the length that is left. */
  private List<BpfInstruction> program(int length) {
    List<BpfInstruction> program = new ArrayList<>();
    for (int i = 0; i < BpfCode.MEMORY; i++) {
      program.add(BpfInstruction.of(BpfCode.ST, i)); // libpcap leaves there what was there
    }
    for (int i = 0; i < length - 1; i++) {
      program.add(instruction(length - i - 2));
    }
    program.add(
        random.nextBoolean()
            ? BpfInstruction.of(BpfCode.RET | BpfCode.A, 0)
            : BpfInstruction.of(BpfCode.RET, number()));
    return program;
  }

  private BpfInstruction instruction(int behind) {
    int scratch = random.nextInt(BpfCode.MEMORY);
    int by = random.nextBoolean() ? BpfCode.X : BpfCode.K;
    return switch (random.nextInt(16)) {
      case 0, 1 -> BpfInstruction.of(BpfCode.LD | BpfCode.ABS | one(SIZES), offset());
      case 2, 3 -> BpfInstruction.of(BpfCode.LD | BpfCode.IND | one(SIZES), offset());
      case 4 ->
          BpfInstruction.of(
              BpfCode.LDX | BpfCode.MSH | BpfCode.B, random.nextInt(9) == 0 ? offset() : 14);
      case 5 -> BpfInstruction.of(one(new int[] {BpfCode.LD, BpfCode.LDX}) | BpfCode.IMM, number());
      case 6 -> BpfInstruction.of(one(new int[] {BpfCode.LD, BpfCode.LDX}) | BpfCode.LEN, 0);
      case 7 -> BpfInstruction.of(one(new int[] {BpfCode.ST, BpfCode.STX}), scratch);
      case 8 -> BpfInstruction.of(one(new int[] {BpfCode.LD, BpfCode.LDX}) | BpfCode.MEM, scratch);
      case 9 -> BpfInstruction.of(BpfCode.MISC | one(new int[] {BpfCode.TAX, BpfCode.TXA}), 0);
      case 10, 11, 12 -> arithmetic(by);
      default -> jump(by, behind);
    };
  }

  private BpfInstruction arithmetic(int by) {
    int operation = one(ALU);
    if (random.nextInt(12) == 0) {
      return BpfInstruction.of(BpfCode.ALU | BpfCode.NEG, 0);
    }
    int k =
        switch (operation) {
          case BpfCode.LSH, BpfCode.RSH -> random.nextInt(32);
          case BpfCode.DIV, BpfCode.MOD -> random.nextInt(1, 300);
          default -> number();
        };
    return BpfInstruction.of(BpfCode.ALU | operation | by, k);
  }

  private BpfInstruction jump(int by, int behind) {
    int most = Math.min(behind, 255);
    if (random.nextInt(6) == 0) {
      return BpfInstruction.of(BpfCode.JMP | BpfCode.JA, random.nextInt(behind + 1));
    }
    return new BpfInstruction(
        BpfCode.JMP | one(TESTS) | by,
        random.nextInt(most + 1),
        random.nextInt(most + 1),
        number());
  }

  @Test
  void interpreterClassAndLibpcapAgree() {
    List<byte[]> packets = FilterPackets.ethernet(random, PACKETS);
    long pairs = 0;
    try (Libpcap libpcap = Libpcap.orSkip();
        Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(4096);
      for (int i = 0; i < PROGRAMS; i++) {
        List<BpfInstruction> instructions = program(random.nextInt(1, 60));
        BpfProgram program = BpfProgram.of(instructions);
        BpfMatcher interpreted = new BpfInterpreter(program);
        BpfMatcher generated = BpfClass.matcher(program).orElseThrow();
        try (Arena shortly = Arena.ofConfined()) {
          MemorySegment theirs = Libpcap.store(instructions, shortly);
          assertTrue(libpcap.valid(theirs, instructions.size()), program::toString);
          for (byte[] packet : packets) {
            MemorySegment.copy(packet, 0, memory, JAVA_BYTE, 0, packet.length);
            int length = packet.length + random.nextInt(3) * 100;
            int expected = libpcap.run(theirs, memory, packet.length, length);
            assertEquals(
                expected, interpreted.run(memory, 0, packet.length, length), program::toString);
            assertEquals(
                expected, generated.run(memory, 0, packet.length, length), program::toString);
            pairs++;
          }
        }
      }
    }
    assertTrue(pairs >= 1_000_000, "only " + pairs + " pairs");
  }

  @Test
  void nonsenseIsRefusedOrRuns() {
    byte[] packet = FilterPackets.ethernet(random, 1).getFirst();
    MemorySegment memory = MemorySegment.ofArray(packet);
    int ran = 0;
    for (int i = 0; i < NONSENSE; i++) {
      List<BpfInstruction> instructions = new ArrayList<>();
      for (int left = random.nextInt(6); left >= 0; left--) {
        int wild = random.nextInt(3);
        instructions.add(
            new BpfInstruction(
                wild == 0 ? random.nextInt(0x10000) : random.nextInt(0x100) & 0xf7,
                random.nextInt(wild == 0 ? 256 : 3),
                random.nextInt(wild == 0 ? 256 : 3),
                random.nextInt(wild == 0 ? Integer.MAX_VALUE : 20)));
      }
      if (random.nextBoolean()) {
        instructions.add(BpfInstruction.of(BpfCode.RET, 1));
      }
      BpfProgram program;
      try {
        program = BpfProgram.of(instructions);
      } catch (IllegalArgumentException e) {
        continue;
      }
      ran++;
      int expected = new BpfInterpreter(program).run(memory, 0, packet.length, packet.length);
      assertEquals(program, BpfProgram.parse(program.toDecimals()));
      if (ran % 20 == 0) {
        BpfMatcher generated = BpfClass.matcher(program).orElse(new BpfInterpreter(program));
        assertEquals(expected, generated.run(memory, 0, packet.length, packet.length));
      }
    }
    assertTrue(ran > 100, "only " + ran + " programs were none too wild");
  }
}
