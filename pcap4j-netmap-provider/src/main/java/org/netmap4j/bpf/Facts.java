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

  /** Facts about one value, the last one first; ways that fork share what they know before that. */
  private record Chain(Fact fact, @Nullable Chain rest, int size) {
    static Chain of(Fact fact, @Nullable Chain rest) {
      return new Chain(fact, rest, rest == null ? 1 : rest.size + 1);
    }

    /** What both have. */
    @SuppressWarnings("ReferenceEquality") // what is shared
    static @Nullable Chain common(Chain one, Chain other) {
      @Nullable Chain left = one;
      @Nullable Chain right = other;
      List<Fact> mine = new ArrayList<>();
      List<Fact> theirs = new ArrayList<>();
      while (left != right) {
        if (left != null && (right == null || left.size >= right.size)) {
          mine.add(left.fact);
          left = left.rest;
        } else if (right != null) {
          theirs.add(right.fact);
          right = right.rest;
        }
      }
      Chain common = left;
      for (Fact fact : mine.reversed()) {
        if (theirs.contains(fact)) {
          common = of(fact, common);
        }
      }
      return common;
    }
  }

  private final Map<Value, Chain> facts;

  private Facts(Map<Value, Chain> facts) {
    this.facts = facts;
  }

  /** These, and one more. */
  Facts and(Test test, boolean outcome) {
    Map<Value, Chain> more = new HashMap<>(facts);
    more.put(test.left(), Chain.of(new Fact(test, outcome), facts.get(test.left())));
    return new Facts(more);
  }

  /** What both know. */
  Facts common(Facts other) {
    Map<Value, Chain> both = new HashMap<>();
    facts.forEach((value, mine) -> {
      Chain theirs = other.facts.get(value);
      Chain common = theirs == null ? null : Chain.common(mine, theirs);
      if (common != null) {
        both.put(value, common);
      }
    });
    return new Facts(both);
  }

  /** The outcome of a test, if it is known. */
  @Nullable Boolean outcome(Test test) {
    Chain known = facts.get(test.left());
    for (Chain it = known; it != null; it = it.rest) {
      if (it.fact.test.equals(test)) {
        return it.fact.outcome;
      }
    }
    if (!(test.right() instanceof Value.Constant(int right))) {
      return null;
    }
    Integer number = number(test.left());
    if (number != null) {
      return Arithmetic.holds(test.code(), number, right);
    }
    return new Bounds(known).outcome(test.code(), right);
  }

  /** The number that a value is known to be. */
  private @Nullable Integer number(Value value) {
    for (Chain it = facts.get(value); it != null; it = it.rest) {
      Fact fact = it.fact;
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

    Bounds(@Nullable Chain facts) {
      for (Chain it = facts; it != null; it = it.rest) {
        Fact fact = it.fact;
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
