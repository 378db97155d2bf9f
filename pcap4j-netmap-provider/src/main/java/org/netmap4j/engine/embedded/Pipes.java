package org.netmap4j.engine.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** The pipes, by their names {@code base{id} and {@code base}id}. Guarded by the engine's lock. */
final class Pipes {
  private final boolean strict;
  private final Map<String, PipeBase> bases = new HashMap<>();

  Pipes(boolean strict) {
    this.strict = strict;
  }

  /** A pipe's name in its parts. */
  record Name(String base, boolean master, String id) {}

  /** Makes what stands before a pipe's sign. */
  @FunctionalInterface
  interface BaseMaker {
    PipeBase make(String base) throws NetmapException;
  }

  /**
   * The parts of a name with a pipe's sign, the last {@code {}, else the last {@code }}; or null.
   */
  static @Nullable Name parse(String name) {
    int sign = name.lastIndexOf('{');
    boolean master = sign >= 0;
    if (!master) {
      sign = name.lastIndexOf('}');
    }
    return sign < 0 ? null : new Name(name.substring(0, sign), master, name.substring(sign + 1));
  }

  /** An end of a pipe that there is, or null. */
  @Nullable PipeEnd find(Name name) {
    PipeBase base = bases.get(name.base);
    Pipe pipe = base == null ? null : base.pipes().get(name.id);
    return pipe == null ? null : pipe.end(name.master);
  }

  /** An end of a pipe; of a new one if there is none. */
  PipeEnd findOrMake(Name name, RegisterRequest request, BaseMaker maker) throws NetmapException {
    if (name.base.isEmpty() || name.id.isEmpty() || parse(name.base) != null) {
      throw cannotOpen(request, "this is no name of a pipe", "write base{id or base}id");
    }
    if (request.mode() != NetmapAbi.REG_ALL_NIC && request.mode() != NetmapAbi.REG_ONE_NIC) {
      throw cannotOpen(request, "a pipe has no host rings", "leave ^ and * out");
    }
    PipeEnd end = find(name);
    if (end != null) {
      return end;
    }
    PipeBase base = bases.get(name.base);
    if (base == null) {
      base = maker.make(name.base);
      bases.put(name.base, base);
    }
    Pipe pipe = new Pipe(base, name.id, request.geometry(), strict);
    base.pipes().put(name.id, pipe);
    return pipe.end(name.master);
  }

  private static NetmapException cannotOpen(RegisterRequest request, String why, String remedy) {
    return new NetmapException(new NetmapError.CannotOpen(request.name(), why, remedy));
  }

  /** The names of the ends that are open. */
  List<String> list() {
    return bases.values().stream()
        .flatMap(base -> base.pipes().values().stream())
        .flatMap(pipe -> Stream.of(pipe.end(true), pipe.end(false)))
        .filter(Port::active)
        .map(Port::name)
        .sorted()
        .toList();
  }

  /** A pipe's ends are closed. Answers its base if that was its last pipe, else null. */
  @Nullable PipeBase ended(Pipe pipe) {
    pipe.free();
    PipeBase base = pipe.base();
    base.pipes().remove(pipe.id());
    if (!base.pipes().isEmpty()) {
      return null;
    }
    bases.remove(base.name());
    return base;
  }
}
