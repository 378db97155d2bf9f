package org.netmap4j.bpf;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netmap4j.bpf.Decisions.Branch;
import org.netmap4j.bpf.Decisions.Node;

/**
 * Moves tests of one value together, where their order does not matter: among those that a packet
 * passes one after the other until one of them decides. In {@code src a or dst a or src b} both
 * sources are looked at first, and loaded once.
 *
 * <p>libpcap does so too. That shows in packets that were cut: what is looked at first decides.
 */
final class SameValueFirst {
  private SameValueFirst() {}

  /** Changes the graph; answers whether anything moved. */
  static boolean reorder(Node root) {
    List<Branch> order = Decisions.ordered(root);
    for (Branch branch : order) {
      arrives(branch.yes, branch);
      arrives(branch.no, branch);
    }
    boolean moved = false;
    for (Branch branch : order.reversed()) {
      for (boolean going : new boolean[] {false, true}) {
        moved |= pull(branch, going);
      }
    }
    return moved;
  }

  private static void arrives(Node node, Branch from) {
    if (node instanceof Branch branch) {
      branch.before.add(from);
    }
  }

  private static Node next(Branch branch, boolean going) {
    return going ? branch.yes : branch.no;
  }

  private static void next(Branch branch, boolean going, Node to) {
    if (going) {
      branch.yes = to;
    } else {
      branch.no = to;
    }
  }

  /**
   * Puts, before {@code first} or behind those after it that look at what all tests before it look
   * at, the other tests of that value.
   *
   * @param going which outcome goes on to the next test; the other one decides
   * @return whether there were any
   */
  private static boolean pull(Branch first, boolean going) {
    Value value = commonValue(first.before);
    if (value == null) {
      return false;
    }
    Node decided = next(first, !going);
    Branch last = null;
    Branch other = first;
    while (other != null && other.test.left().equals(value)) {
      last = other;
      other = follower(other, going, decided);
    }
    if (other == null) {
      return false;
    }
    boolean moved = false;
    Branch previous = other;
    Branch candidate = follower(previous, going, decided);
    while (candidate != null) {
      if (candidate.test.left().equals(value)) {
        move(candidate, previous, last, other, going);
        last = candidate;
        moved = true;
      } else {
        previous = candidate;
      }
      candidate = follower(previous, going, decided);
    }
    return moved;
  }

  private static @Nullable Value commonValue(List<Branch> branches) {
    Value value = branches.isEmpty() ? null : branches.getFirst().test.left();
    boolean common = branches.stream().allMatch(it -> it.test.left().equals(value));
    return common ? value : null;
  }

  /** The next test, if nothing else leads to it, and it is decided as the others are. */
  private static @Nullable Branch follower(Branch branch, boolean going, Node decided) {
    return next(branch, going) instanceof Branch follower
            && follower.before.size() == 1
            && next(follower, !going) == decided
        ? follower
        : null;
  }

  /** Takes a test from behind {@code previous}, and puts it before {@code other}. */
  private static void move(
      Branch pulled, Branch previous, @Nullable Branch last, Branch other, boolean going) {
    Node behind = next(pulled, going);
    next(previous, going, behind);
    if (behind instanceof Branch branch) {
      branch.before.remove(pulled);
      branch.before.add(previous);
    }
    List<Branch> sources = last == null ? List.copyOf(other.before) : List.of(last);
    for (Branch source : sources) {
      if (source.yes == other) {
        source.yes = pulled;
      }
      if (source.no == other) {
        source.no = pulled;
      }
    }
    pulled.before.clear();
    pulled.before.addAll(sources);
    next(pulled, going, other);
    other.before.clear();
    other.before.add(pulled);
  }
}
