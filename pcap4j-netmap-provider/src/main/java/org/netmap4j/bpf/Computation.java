package org.netmap4j.bpf;

import static org.netmap4j.bpf.Condition.and;
import static org.netmap4j.bpf.Condition.equal;

/**
 * A number computed of a packet.
 *
 * @param value the number
 * @param guard what the packet must be for the number to mean something
 */
record Computation(Value value, Condition guard) {
  static Computation of(Expression.Quantity number, Layers layers, Protocols protocols) {
    return switch (number) {
      case Expression.Quantity.Constant it ->
          new Computation(Value.constant(it.value()), Condition.TRUE);
      case Expression.Quantity.Length _ -> new Computation(new Value.Length(), Condition.TRUE);
      case Expression.Quantity.Negative it -> {
        Computation operand = of(it.operand(), layers, protocols);
        yield new Computation(Value.negative(operand.value), operand.guard);
      }
      case Expression.Quantity.Binary it -> {
        Computation left = of(it.left(), layers, protocols);
        Computation right = of(it.right(), layers, protocols);
        // as libpcap has it, only the left operand says what the packet must be
        yield new Computation(combined(it.operation(), left.value, right.value), left.guard);
      }
      case Expression.Quantity.Data it -> data(it, layers, protocols);
    };
  }

  private static Value combined(int operation, Value left, Value right) {
    boolean shift = operation == BpfCode.LSH || operation == BpfCode.RSH;
    if (shift
        && right instanceof Value.Constant(int bits)
        && Integer.compareUnsigned(bits, 31) > 0) {
      throw new IllegalArgumentException("a shift by more than 31 bits");
    }
    return Value.binary(operation, left, right);
  }

  private static Computation data(Expression.Quantity.Data it, Layers layers, Protocols protocols) {
    int size = it.size();
    Computation index = of(it.index(), layers, protocols);
    if (size != 1 && size != 2 && size != 4) {
      throw new IllegalArgumentException(
          "expected 1, 2 or 4 bytes, found " + Integer.toUnsignedString(size));
    }
    Proto proto = it.proto();
    return switch (proto) {
      case LINK -> new Computation(layers.ofLink(size, index.value), index.guard);
      case IP, ARP, RARP, ATALK, DECNET, SCA, LAT, MOPRC, MOPDL, IP6 ->
          new Computation(
              layers.ofNetwork(size, index.value, 0), and(index.guard, protocols.is(proto)));
      case SCTP, TCP, UDP, ICMP, IGMP, IGRP, PIM, VRRP, CARP ->
          new Computation(
              layers.ofTransport(size, index.value),
              and(
                  layers.isType(Layers.IP),
                  and(index.guard, and(protocols.is(proto), protocols.firstFragment()))));
      case ICMP6 ->
          new Computation(
              layers.ofNetwork(size, index.value, 40),
              and(
                  and(index.guard, layers.isType(Layers.IP6)),
                  equal(layers.ofNetwork(1, 6), Protocols.ICMP6)));
      default ->
          throw new IllegalArgumentException("the bytes of " + proto.word() + " cannot be had");
    };
  }
}
