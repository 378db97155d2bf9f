package org.netmap4j.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * A NIOCCTRL request in native memory: struct nmreq_header, its body and its options, as
 * net/netmap.h lays them out. The answer stands in the same memory. {@link Requests} has them all.
 *
 * <pre>
 *  nmreq_header --nr_body----> body
 *               --nr_options-> nmreq_option --nro_next-> nmreq_option --nro_next-> 0
 * </pre>
 *
 * <p>The memory lives as long as this object or any part of it is in use.
 */
final class Request {
  private final Arena arena = Arena.ofAuto();
  private final MemorySegment header = arena.allocate(NetmapAbi.HEADER_SIZE, 8);
  private final List<Option> options = new ArrayList<>();
  private final MemorySegment body;

  /** A request with a body of {@code bodySize} bytes, all zero; 0 for one without a body. */
  Request(int type, String name, int bodySize) throws NetmapException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= NetmapAbi.REQ_NAME_SIZE) {
      throw new NetmapException(
          new NetmapError.BadName(
              name,
              name.length(),
              "at most " + (NetmapAbi.REQ_NAME_SIZE - 1) + " bytes",
              bytes.length + " bytes"));
    }
    body = bodySize > 0 ? arena.allocate(bodySize, 8) : MemorySegment.NULL;
    header.set(JAVA_SHORT, NetmapAbi.HEADER_VERSION, (short) NetmapAbi.API);
    header.set(JAVA_SHORT, NetmapAbi.HEADER_REQTYPE, (short) type);
    MemorySegment.copy(
        MemorySegment.ofArray(bytes), 0, header, NetmapAbi.HEADER_NAME, bytes.length);
    header.set(JAVA_LONG, NetmapAbi.HEADER_BODY, body.address());
  }

  /**
   * Adds an option, its own fields all zero; {@code size} includes the option's header, of which
   * nro_size is needed only where the type does not say it.
   */
  Option option(int type, int size) {
    MemorySegment memory = arena.allocate(size, 8);
    memory.set(JAVA_INT, NetmapAbi.OPT_REQTYPE, type);
    if (options.isEmpty()) {
      header.set(JAVA_LONG, NetmapAbi.HEADER_OPTIONS, memory.address());
    } else {
      options.getLast().memory.set(JAVA_LONG, NetmapAbi.OPT_NEXT, memory.address());
    }
    Option option = new Option(memory);
    options.add(option);
    return option;
  }

  /** An option of a request: struct nmreq_option, and its own fields behind. */
  record Option(MemorySegment memory) {
    Option put32(long offset, int value) {
      memory.set(JAVA_INT, offset, value);
      return this;
    }

    Option put64(long offset, long value) {
      memory.set(JAVA_LONG, offset, value);
      return this;
    }

    int type() {
      return memory.get(JAVA_INT, NetmapAbi.OPT_REQTYPE);
    }

    /** What became of it: 0, or an errno. */
    int status() {
      return memory.get(JAVA_INT, NetmapAbi.OPT_STATUS);
    }
  }

  MemorySegment header() {
    return header;
  }

  MemorySegment body() {
    return body;
  }

  /** The options, in the order in which they were added. */
  List<Option> options() {
    return List.copyOf(options);
  }

  /** The name as it stands in the header, which a reply may have written. */
  String name() {
    return header
        .asSlice(NetmapAbi.HEADER_NAME, NetmapAbi.REQ_NAME_SIZE)
        .getString(0, StandardCharsets.UTF_8);
  }

  Request put16(long offset, int value) {
    body.set(JAVA_SHORT, offset, (short) value);
    return this;
  }

  Request put32(long offset, int value) {
    body.set(JAVA_INT, offset, value);
    return this;
  }

  Request put64(long offset, long value) {
    body.set(JAVA_LONG, offset, value);
    return this;
  }

  int get16(long offset) {
    return body.get(JAVA_SHORT, offset) & 0xffff;
  }

  int get32(long offset) {
    return body.get(JAVA_INT, offset);
  }

  long get64(long offset) {
    return body.get(JAVA_LONG, offset);
  }
}
