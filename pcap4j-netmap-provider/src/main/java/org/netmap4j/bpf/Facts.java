package org.netmap4j.bpf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.Condition.Test;

/** Tests whose outcome is known, by the value that they look at. Never changes. */
final class Facts {
  static final Facts NONE = new Facts(Map.of());

  private record Fact(Test test, boolean outcome) {}

  private final Map<Value, List<Fact>> facts;

  private Facts(Map<Value, List<Fact>> facts) {
    this.facts = facts;
  }

  /** These, and one more. */
  Facts and(Test test, boolean outcome) {
    Map<Value, List<Fact>> more = new HashMap<>(facts);
    List<Fact> list = new ArrayList<>(facts.getOrDefault(test.left(), List.of()));
    list.add(new Fact(test, outcome));
    more.put(test.left(), list);
    return new Facts(more);
  }

  /** What both know. */
  Facts common(Facts other) {
    Map<Value, List<Fact>> both = new HashMap<>();
    facts.forEach((value, mine) -> {
      List<Fact> theirs = other.facts.get(value);
      if (theirs != null) {
        List<Fact> kept = mine.stream().filter(theirs::contains).toList();
        if (!kept.isEmpty()) {
          both.put(value, kept);
        }
      }
    });
    return new Facts(both);
  }

  /** The outcome of a test, if it is known. */
  @Nullable Boolean outcome(Test test) {
    List<Fact> list = facts.getOrDefault(test.left(), List.of());
    for (Fact fact : list) {
      if (fact.test.equals(test)) {
        return fact.outcome;
      }
    }
    if (!(test.right() instanceof Value.Constant(int right))) {
      return null;
    }
    Integer number = number(test.left());
    if (number != null) {
      return Arithmetic.holds(test.code(), number, right);
    }
    return new Bounds(list).outcome(test.code(), right);
  }

  /** The number that a value is known to be. */
  private @Nullable Integer number(Value value) {
    for (Fact fact : facts.getOrDefault(value, List.of())) {
      if (fact.outcome
          && fact.test.code() == BpfCode.JEQ
          && fact.test.right() instanceof Value.Constant(int number)) {
        return number;
      }
    }
    if (value instanceof Value.Binary(int operation, Value left, Value.Constant(int right))) {
      Integer number = number(left);
      return number == null ? null : Arithmetic.apply(operation, number, right);
    }
    return null;
  }

  /** Between which numbers a value is, and which it is not. */
  private static final class Bounds {
    private long least;
    private long most = 0xffff_ffffL;
    private final List<Long> others = new ArrayList<>();

    Bounds(List<Fact> facts) {
      for (Fact fact : facts) {
        if (fact.test.right() instanceof Value.Constant(int signed)) {
          long right = Integer.toUnsignedLong(signed);
          switch (fact.test.code()) {
            case BpfCode.JGT -> atLeast(right + 1, fact.outcome);
            case BpfCode.JGE -> atLeast(right, fact.outcome);
            case BpfCode.JEQ -> others.add(right); // if it were equal, its number would be known
            default -> {}
          }
        }
      }
    }

    private void atLeast(long number, boolean holds) {
      if (holds) {
        least = Math.max(least, number);
      } else {
        most = Math.min(most, number - 1);
      }
    }

    @Nullable Boolean outcome(int code, int signed) {
      long right = Integer.toUnsignedLong(signed);
      return switch (code) {
        case BpfCode.JEQ ->
            (right < least || right > most || others.contains(right)) ? false : null;
        case BpfCode.JGT -> least > right ? Boolean.TRUE : most <= right ? false : null;
        case BpfCode.JGE -> least >= right ? Boolean.TRUE : most < right ? false : null;
        default -> null;
      };
    }
  }
}
