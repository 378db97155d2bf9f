package org.netmap4j.bpf;

import java.util.Optional;
import java.util.OptionalInt;

/** A filter expression, as it is written. Each part knows its place. */
sealed interface Expression {
  /** Where it begins. */
  int at();

  record And(int at, Expression left, Expression right) implements Expression {}

  record Or(int at, Expression left, Expression right) implements Expression {}

  record Not(int at, Expression operand) implements Expression {}

  /** A name, number or address, with what qualifies it. */
  record Primitive(int at, Qualifier qualifier, Subject subject) implements Expression {}

  /** A protocol by itself. */
  record Protocol(int at, Proto proto) implements Expression {}

  /** Two numbers compared by one of BPF's tests, whose outcome may be {@code reversed}. */
  record Relation(int at, Quantity left, int test, Quantity right, boolean reversed)
      implements Expression {}

  record Broadcast(int at, Proto proto) implements Expression {}

  record Multicast(int at, Proto proto) implements Expression {}

  record Less(int at, int length) implements Expression {}

  record Greater(int at, int length) implements Expression {}

  /** {@code byte index operator value}. */
  record ByteTest(int at, int index, char operator, int value) implements Expression {}

  record Vlan(int at, OptionalInt number) implements Expression {}

  record Mpls(int at, OptionalInt label) implements Expression {}

  record PppoeDiscovery(int at) implements Expression {}

  record PppoeSession(int at, OptionalInt session) implements Expression {}

  /** {@code llc}, with the name of a type of frame. */
  record Llc(int at, Optional<String> type) implements Expression {}

  /** What is qualified. */
  sealed interface Subject {
    record Name(String name) implements Subject {}

    record Numeric(int number) implements Subject {}

    /** One to four numbers with dots between them. */
    record Dotted(String text) implements Subject {}

    record Prefix(String text, int bits) implements Subject {}

    record Masked(String text, String mask) implements Subject {}

    record Dotted6(String text) implements Subject {}

    record Prefix6(String text, int bits) implements Subject {}

    record Mac(String text) implements Subject {}
  }

  /** What can be compared. */
  sealed interface Quantity {
    int at();

    record Constant(int at, int value) implements Quantity {}

    /** The packet's length on the wire. */
    record Length(int at) implements Quantity {}

    /** {@code proto[index:size]}. */
    record Data(int at, Proto proto, Quantity index, int size) implements Quantity {}

    /** One of BPF's operations. */
    record Binary(int at, int operation, Quantity left, Quantity right) implements Quantity {}

    record Negative(int at, Quantity operand) implements Quantity {}
  }
}
