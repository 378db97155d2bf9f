package org.netmap4j.bpf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.netmap4j.bpf.Condition.Test;

/**
 * A condition as a graph of tests: each leads to one of two others, or to an end. No two are alike,
 * and none is made whose outcome is known from the tests before it.
 */
final class Decisions {
  /** A test, or an end. */
  sealed interface Node {}

  /** The packet matches, or does not. */
  enum End implements Node {
    MATCH,
    NO_MATCH
  }

  /** A test and where it leads. Those of one graph that are equal are the same. */
  static final class Branch implements Node {
    final Test test;
    Node yes;
    Node no;

    /** Those that lead to it, where that is looked after. */
    final List<Branch> before = new ArrayList<>();

    private Branch(Test test, Node yes, Node no) {
      this.test = test;
      this.yes = yes;
      this.no = no;
    }
  }

  private record Key(Test test, int yes, int no) {}

  private final Map<Key, Branch> branches = new HashMap<>();
  private final Map<Node, Integer> numbers = new HashMap<>();

  private Decisions() {}

  /** Where the graph of a condition begins. */
  static Node of(Condition condition) {
    Node root = new Decisions().build(condition, End.MATCH, End.NO_MATCH);
    while (true) {
      Node shorter = new Decisions().shortened(root);
      boolean moved = SameValueFirst.reorder(shorter);
      if (!moved && same(root, shorter)) {
        return shorter;
      }
      root = shorter;
    }
  }

  /** The tests in an order in which each stands before those that it leads to. */
  static List<Branch> ordered(Node root) {
    List<Branch> order = new ArrayList<>();
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    Set<Node> left = new HashSet<>();
    open.push(root);
    while (!open.isEmpty()) {
      Node node = open.peek();
      if (!(node instanceof Branch branch) || left.contains(node)) {
        open.pop();
        continue;
      }
      if (seen.add(node)) {
        open.push(branch.yes);
        open.push(branch.no);
      } else {
        open.pop();
        left.add(node);
        order.add(branch);
      }
    }
    Collections.reverse(order);
    return order;
  }

  private static boolean same(Node one, Node other) {
    List<Branch> left = ordered(one);
    List<Branch> right = ordered(other);
    if (left.size() != right.size()) {
      return false;
    }
    Map<Node, Node> pairs = new HashMap<>();
    pairs.put(End.MATCH, End.MATCH);
    pairs.put(End.NO_MATCH, End.NO_MATCH);
    for (int i = left.size() - 1; i >= 0; i--) {
      Branch a = left.get(i);
      Branch b = right.get(i);
      if (!a.test.equals(b.test) || pairs.get(a.yes) != b.yes || pairs.get(a.no) != b.no) {
        return false;
      }
      pairs.put(a, b);
    }
    return true;
  }

  private int number(Node node) {
    return numbers.computeIfAbsent(node, _ -> numbers.size());
  }

  private Node branch(Test test, Node yes, Node no) {
    if (yes == no) {
      return yes;
    }
    return branches.computeIfAbsent(
        new Key(test, number(yes), number(no)), _ -> new Branch(test, yes, no));
  }

  /** Goes down the left side in a loop: hundreds of hosts with {@code or} between are no stack. */
  private Node build(Condition whole, Node whenTrue, Node whenFalse) {
    Condition condition = whole;
    Node yes = whenTrue;
    Node no = whenFalse;
    while (true) {
      switch (condition) {
        case Condition.Always(boolean outcome) -> {
          return outcome ? yes : no;
        }
        case Test test -> {
          return branch(test, yes, no);
        }
        case Condition.And(Condition first, Condition second) -> {
          yes = build(second, yes, no);
          condition = first;
        }
        case Condition.Or(Condition first, Condition second) -> {
          no = build(second, yes, no);
          condition = first;
        }
        case Condition.Not(Condition operand) -> {
          Node turned = yes;
          yes = no;
          no = turned;
          condition = operand;
        }
      }
    }
  }

  /** The same graph without tests whose outcome is known on the way to them. */
  private Node shortened(Node root) {
    List<Branch> order = ordered(root);
    Map<Node, Facts> known = new HashMap<>();
    known.put(root, Facts.NONE);
    Map<Branch, Node[]> targets = new HashMap<>();
    for (Branch branch : order) {
      Facts before = known.get(branch);
      if (before == null) {
        continue; // nothing leads to it any more
      }
      targets.put(
          branch,
          new Node[] {
            arrive(branch.yes, before.and(branch.test, true), known),
            arrive(branch.no, before.and(branch.test, false), known)
          });
    }
    Map<Node, Node> rebuilt = new HashMap<>();
    rebuilt.put(End.MATCH, End.MATCH);
    rebuilt.put(End.NO_MATCH, End.NO_MATCH);
    for (Branch branch : order.reversed()) {
      Node[] to = targets.get(branch);
      if (to != null) {
        Node yes = rebuilt.get(to[0]);
        Node no = rebuilt.get(to[1]);
        if (yes == null || no == null) {
          throw new IllegalStateException("a test leads backwards");
        }
        rebuilt.put(branch, branch(branch.test, yes, no));
      }
    }
    Node result = rebuilt.get(root);
    return result == null ? root : result;
  }

  /** Goes on to the first test whose outcome is not known, and notes what is known there. */
  private static Node arrive(Node target, Facts facts, Map<Node, Facts> known) {
    Node node = target;
    while (node instanceof Branch branch) {
      Boolean outcome = facts.outcome(branch.test);
      if (outcome == null) {
        known.merge(node, facts, Facts::common);
        return node;
      }
      node = outcome ? branch.yes : branch.no;
    }
    return node;
  }
}
