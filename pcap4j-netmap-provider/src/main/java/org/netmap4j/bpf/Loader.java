package org.netmap4j.bpf;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The instructions that bring a test's values into the registers, if they are not there yet. */
final class Loader {
  private final List<BpfInstruction> instructions = new ArrayList<>();
  private @Nullable Value a;
  private @Nullable Value x;
  private int scratch;
  private int jump;
  private int operand;

  Loader(Registers before) {
    a = before.a();
    x = before.x();
  }

  List<BpfInstruction> instructions() {
    return instructions;
  }

  /** What is in the registers afterwards. */
  Registers registers() {
    return new Registers(a, x);
  }

  /** The code of the test's jump. */
  int jump() {
    return jump;
  }

  /** The operand of the test's jump. */
  int operand() {
    return operand;
  }

  /** Loads the values of a test. */
  void compare(Condition.Test test) {
    jump = BpfCode.JMP | test.code();
    if (test.right() instanceof Value.Constant(int value)) {
      load(test.left());
      operand = value;
    } else {
      both(test.left(), test.right());
      jump |= BpfCode.X;
    }
  }

  private void add(int code, int k) {
    instructions.add(BpfInstruction.of(code, k));
  }

  /** One value into each register. */
  private void both(Value left, Value right) {
    if (isDirect(right)) {
      load(left);
      index(right);
    } else if (leavesIndex(left)) {
      index(right);
      load(left);
    } else {
      load(right);
      int slot = takeScratch();
      add(BpfCode.ST, slot);
      load(left);
      add(BpfCode.LDX | BpfCode.MEM, slot);
      x = right;
      scratch--;
    }
  }

  private int takeScratch() {
    if (scratch == BpfCode.MEMORY) {
      throw new IllegalArgumentException("expected less to be computed: no scratch memory is left");
    }
    return scratch++;
  }

  /** Whether it goes into the index register without the accumulator. */
  private static boolean isDirect(Value value) {
    return value instanceof Value.Constant
        || value instanceof Value.Length
        || value instanceof Value.HeaderLength;
  }

  /** Whether loading it leaves the index register alone. */
  private static boolean leavesIndex(Value value) {
    return switch (value) {
      case Value.Constant _, Value.Length _, Value.HeaderLength _ -> true;
      case Value.Data data -> data.base().equals(Value.START);
      case Value.Binary binary ->
          binary.right() instanceof Value.Constant && leavesIndex(binary.left());
      case Value.Negative negative -> leavesIndex(negative.operand());
    };
  }

  private void load(Value value) {
    if (value.equals(a)) {
      return;
    }
    switch (value) {
      case Value.Constant(int number) -> add(BpfCode.LD | BpfCode.IMM, number);
      case Value.Length _ -> add(BpfCode.LD | BpfCode.LEN, 0);
      case Value.HeaderLength(int offset) -> {
        add(BpfCode.LD | BpfCode.ABS | BpfCode.B, offset);
        add(BpfCode.ALU | BpfCode.AND, 0x0f);
        add(BpfCode.ALU | BpfCode.LSH, 2);
      }
      case Value.Data data -> data(data);
      case Value.Binary(int operation, Value left, Value.Constant(int right)) -> {
        load(left);
        add(BpfCode.ALU | operation, right);
      }
      case Value.Binary(int operation, Value left, Value right) -> {
        boolean turned = Value.turns(operation) && isDirect(left);
        both(turned ? right : left, turned ? left : right);
        add(BpfCode.ALU | operation | BpfCode.X, 0);
      }
      case Value.Negative(Value operand) -> {
        load(operand);
        add(BpfCode.ALU | BpfCode.NEG, 0);
      }
    }
    a = value;
  }

  private void data(Value.Data data) {
    int size =
        switch (data.size()) {
          case 1 -> BpfCode.B;
          case 2 -> BpfCode.H;
          default -> BpfCode.W;
        };
    if (data.base().equals(Value.START)) {
      add(BpfCode.LD | BpfCode.ABS | size, data.offset());
    } else {
      index(data.base());
      add(BpfCode.LD | BpfCode.IND | size, data.offset());
    }
  }

  private void index(Value value) {
    if (value.equals(x)) {
      return;
    }
    switch (value) {
      case Value.Constant(int number) -> add(BpfCode.LDX | BpfCode.IMM, number);
      case Value.Length _ -> add(BpfCode.LDX | BpfCode.LEN, 0);
      case Value.HeaderLength(int offset) -> add(BpfCode.LDX | BpfCode.MSH | BpfCode.B, offset);
      default -> {
        load(value);
        add(BpfCode.MISC | BpfCode.TAX, 0);
      }
    }
    x = value;
  }
}
