package org.netmap4j.bpf;

/** What a packet is asked: tests, in the order in which they are made. */
sealed interface Condition {
  record Always(boolean outcome) implements Condition {}

  /** One of BPF's tests. */
  record Test(int code, Value left, Value right) implements Condition {}

  record And(Condition first, Condition second) implements Condition {}

  record Or(Condition first, Condition second) implements Condition {}

  record Not(Condition operand) implements Condition {}

  Condition TRUE = new Always(true);
  Condition FALSE = new Always(false);

  /** A test, or its outcome where that is known now. */
  static Condition test(int code, Value left, Value right) {
    if (left instanceof Value.Constant(int a) && right instanceof Value.Constant(int b)) {
      return new Always(Arithmetic.holds(code, a, b));
    }
    if (code == BpfCode.JEQ
        && right instanceof Value.Constant(int number)
        && left instanceof Value.Binary(int operation, Value data, Value.Constant(int other))) {
      return equal(operation, data, other, number);
    }
    return new Test(code, left, right);
  }

  /** Whether an operation on data and a constant makes a number. */
  private static Condition equal(int operation, Value data, int other, int number) {
    Value constant = Value.constant(other);
    return switch (operation) {
      case BpfCode.ADD -> equal(data, number - other);
      case BpfCode.SUB -> equal(data, number + other);
      case BpfCode.XOR -> equal(data, number ^ other);
      case BpfCode.AND ->
          number == 0
              ? not(new Test(BpfCode.JSET, data, constant))
              : new Test(
                  BpfCode.JEQ, new Value.Binary(operation, data, constant), Value.constant(number));
      default ->
          new Test(
              BpfCode.JEQ, new Value.Binary(operation, data, constant), Value.constant(number));
    };
  }

  static Condition equal(Value left, int right) {
    return test(BpfCode.JEQ, left, Value.constant(right));
  }

  static Condition and(Condition first, Condition second) {
    return first instanceof Always(boolean outcome)
        ? outcome ? second : FALSE
        : new And(first, second);
  }

  static Condition or(Condition first, Condition second) {
    return first instanceof Always(boolean outcome)
        ? outcome ? TRUE : second
        : new Or(first, second);
  }

  static Condition not(Condition operand) {
    return switch (operand) {
      case Always(boolean outcome) -> new Always(!outcome);
      case Not(Condition inner) -> inner;
      default -> new Not(operand);
    };
  }
}
