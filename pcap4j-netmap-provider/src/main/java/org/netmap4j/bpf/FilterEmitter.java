package org.netmap4j.bpf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.netmap4j.bpf.Decisions.Branch;
import org.netmap4j.bpf.Decisions.End;
import org.netmap4j.bpf.Decisions.Node;

/** Writes the program of a graph of tests. */
final class FilterEmitter {
  private static final int FARTHEST = 255;

  /** Backwards, for jumps lead to what stands behind them: the last instruction is the first. */
  private final List<BpfInstruction> reversed = new ArrayList<>();

  /** How many instructions there are from a node on. */
  private final Map<Node, Integer> from = new HashMap<>();

  /** What was written, by what it does: the same is not written twice. */
  private final Map<Written, Integer> written = new HashMap<>();

  /** A test with its loads, and how many instructions there are from where it leads to on. */
  private record Written(List<BpfInstruction> loads, int jump, int operand, int yes, int no) {}

  private FilterEmitter() {}

  /** The program; it returns {@code accepted} for packets that match. */
  static List<BpfInstruction> emit(Node root, int accepted) {
    FilterEmitter emitter = new FilterEmitter();
    List<Branch> order = Decisions.ordered(root);
    Map<Node, Registers> registers = new HashMap<>();
    registers.put(root, Registers.UNKNOWN);
    List<Loader> loaders = new ArrayList<>();
    for (Branch branch : order) {
      Loader loader = new Loader(registers.getOrDefault(branch, Registers.UNKNOWN));
      loader.compare(branch.test);
      loaders.add(loader);
      registers.merge(branch.yes, loader.registers(), Registers::common);
      registers.merge(branch.no, loader.registers(), Registers::common);
    }
    for (End end : new End[] {End.NO_MATCH, End.MATCH}) {
      boolean used = root == end || order.stream().anyMatch(it -> it.yes == end || it.no == end);
      if (used) {
        emitter.add(BpfInstruction.of(BpfCode.RET, end == End.MATCH ? accepted : 0));
        emitter.from.put(end, emitter.reversed.size());
      }
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      emitter.branch(order.get(i), loaders.get(i));
    }
    Collections.reverse(emitter.reversed);
    return emitter.reversed;
  }

  private void add(BpfInstruction instruction) {
    reversed.add(instruction);
  }

  private int start(Node node) {
    Integer start = from.get(node);
    if (start == null) {
      throw new IllegalStateException("a jump backwards");
    }
    return start;
  }

  /**
   * A test can skip 255 instructions: what is farther away is reached by a jump behind the test.
   */
  private void branch(Branch branch, Loader loader) {
    Written code =
        new Written(
            loader.instructions(),
            loader.jump(),
            loader.operand(),
            start(branch.yes),
            start(branch.no));
    Integer there = written.get(code);
    if (there == null) {
      write(branch, loader);
      written.put(code, reversed.size());
      there = reversed.size();
    }
    from.put(branch, there);
  }

  /**
   * A test can skip 255 instructions: what is farther away is reached by a jump behind the test.
   */
  private void write(Branch branch, Loader loader) {
    int behind = reversed.size();
    int yes = behind - start(branch.yes);
    int no = behind - start(branch.no);
    boolean farNo = no > FARTHEST - 1;
    boolean farYes = yes > FARTHEST - 1;
    if (farNo) {
      add(BpfInstruction.of(BpfCode.JMP | BpfCode.JA, no));
    }
    if (farYes) {
      add(BpfInstruction.of(BpfCode.JMP | BpfCode.JA, yes + (farNo ? 1 : 0)));
    }
    int extra = reversed.size() - behind;
    int jt = farYes ? 0 : yes + extra;
    int jf = farNo ? (farYes ? 1 : 0) : no + extra;
    add(new BpfInstruction(loader.jump(), jt, jf, loader.operand()));
    loader.instructions().reversed().forEach(this::add);
  }
}
