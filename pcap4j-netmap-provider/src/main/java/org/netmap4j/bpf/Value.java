package org.netmap4j.bpf;

/** A number that a program computes from the packet. Equal values are equal numbers. */
sealed interface Value {
  record Constant(int value) implements Value {}

  /** The packet's length on the wire. */
  record Length() implements Value {}

  /** Bytes of the packet in network order; there is no packet where they are not. */
  record Data(int size, Value base, int offset) implements Value {}

  /** Four times the low half of a byte of the packet. */
  record HeaderLength(int offset) implements Value {}

  /** One of BPF's operations. */
  record Binary(int operation, Value left, Value right) implements Value {}

  record Negative(Value operand) implements Value {}

  /** Nothing, before which bytes lie. */
  Value START = new Constant(0);

  static Value constant(int value) {
    return new Constant(value);
  }

  /** The bytes at an offset from the packet's start. */
  static Value data(int size, int offset) {
    return new Data(size, START, offset);
  }

  /**
   * The bytes at an offset behind a computed place. What is constant goes into the offset, behind a
   * header's length: other sums may wrap, and an offset does not.
   */
  static Value data(int size, Value base, int offset) {
    if (base instanceof Constant constant) {
      return new Data(size, START, constant.value + offset);
    }
    if (base instanceof Binary(int operation, HeaderLength left, Constant(int value))
        && operation == BpfCode.ADD) {
      return data(size, left, offset + value);
    }
    return new Data(size, base, offset);
  }

  /**
   * What an operation makes of two values, computed now as far as that goes.
   *
   * @throws ArithmeticException it divides by 0
   */
  static Value binary(int operation, Value left, Value right) {
    if (right instanceof Constant(int b)) {
      if (b == 0 && (operation == BpfCode.DIV || operation == BpfCode.MOD)) {
        throw new ArithmeticException("division by 0");
      }
      if (left instanceof Constant(int a)) {
        return constant(Arithmetic.apply(operation, a, b));
      }
      return withConstant(operation, left, b);
    }
    if (left instanceof Constant(int a)
        && a == 0
        && !turns(operation)
        && operation != BpfCode.SUB) {
      return left; // whatever divides or shifts it, as libpcap has it
    }
    return turns(operation) && left instanceof Constant
        ? binary(operation, right, left)
        : new Binary(operation, left, right);
  }

  /** Whether the operands may change places. */
  static boolean turns(int operation) {
    return switch (operation) {
      case BpfCode.ADD, BpfCode.MUL, BpfCode.AND, BpfCode.OR, BpfCode.XOR -> true;
      default -> false;
    };
  }

  private static Value withConstant(int operation, Value left, int b) {
    boolean shift = operation == BpfCode.LSH || operation == BpfCode.RSH;
    if (shift && Integer.compareUnsigned(b, 31) > 0) {
      return constant(0);
    }
    return switch (operation) {
      case BpfCode.ADD, BpfCode.SUB, BpfCode.OR, BpfCode.XOR, BpfCode.LSH, BpfCode.RSH ->
          b == 0 ? left : new Binary(operation, left, constant(b));
      case BpfCode.MUL ->
          b == 0 ? constant(0) : b == 1 ? left : new Binary(operation, left, constant(b));
      case BpfCode.DIV -> b == 1 ? left : new Binary(operation, left, constant(b));
      case BpfCode.AND ->
          b == 0 ? constant(0) : b == -1 ? left : new Binary(operation, left, constant(b));
      default -> new Binary(operation, left, constant(b));
    };
  }

  static Value negative(Value operand) {
    return operand instanceof Constant(int value) ? constant(-value) : new Negative(operand);
  }
}
