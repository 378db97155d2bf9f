package org.netmap4j.bpf;

/**
 * What stands before a name or a number, or before the one that it follows.
 *
 * @param proto the protocol
 * @param direction source or destination
 * @param type what the name or number is
 */
record Qualifier(Proto proto, Direction direction, Type type) {
  /** Nothing that a name could follow. */
  static final Qualifier UNDEFINED = new Qualifier(Proto.ANY, Direction.EITHER, Type.UNDEFINED);

  enum Direction {
    /** Not said, or {@code src or dst}. */
    EITHER,
    SRC,
    DST,
    BOTH
  }

  enum Type {
    /** A name cannot stand here. */
    UNDEFINED,
    /** Not said. */
    ANY,
    HOST,
    NET,
    PORT,
    PORTRANGE,
    GATEWAY,
    PROTO,
    PROTOCHAIN
  }
}
