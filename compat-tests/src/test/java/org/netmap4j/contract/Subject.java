package org.netmap4j.contract;

import java.io.IOException;
import org.netmap4j.compat.Commands;
import org.netmap4j.compat.VethPair;
import org.netmap4j.compat.kernel.Kernel;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.embedded.EmbeddedEngine;
import org.netmap4j.engine.embedded.RegionLayout;

/** What the contract is held against. */
interface Subject {
  /** The engine of one test; skips the test where it cannot be had. */
  Engine engine();

  /** How many random operations each model is held against, at least. */
  int operations();

  /** Brings a persistent port up, where it is a network interface. */
  void up(String persistent) throws IOException;

  /**
   * Whether opening a persistent port that is on a switch renames it, after which it can be neither
   * detached nor deleted.
   */
  boolean renamesAttachedPorts();

  /**
   * Makes an interface in the first namespace of a pair of which the engine has the host's rings in
   * both directions, its frames whole and their checksums computed; answers its name.
   */
  String hostDevice(VethPair pair) throws IOException;

  /** The embedded engine: a new one for each test. */
  interface Embedded extends Subject {
    @Override
    default Engine engine() {
      return new EmbeddedEngine(RegionLayout.SHARED);
    }

    @Override
    default int operations() {
      return Integer.getInteger("netmap.test.operations", 400_000);
    }

    @Override
    default void up(String persistent) {}

    @Override
    default boolean renamesAttachedPorts() {
      return false;
    }

    /** A tap of which nobody has the wire. */
    @Override
    default String hostDevice(VethPair pair) throws IOException {
      String tap = "tap" + pair.a;
      Commands.ok("ip -n " + pair.near + " tuntap add dev " + tap + " mode tap");
      return tap;
    }
  }

  /** netmap's module, where it is loaded. */
  interface Module extends Subject {
    @Override
    default Engine engine() {
      return Kernel.engine();
    }

    /** The module may run in an emulated machine. */
    @Override
    default int operations() {
      return Integer.getInteger("netmap.test.operations", 40_000);
    }

    @Override
    default void up(String persistent) throws IOException {
      Commands.ok("ip link set " + persistent + " up");
    }

    @Override
    default boolean renamesAttachedPorts() {
      return true;
    }

    @Override
    default String hostDevice(VethPair pair) throws IOException {
      String tune = "ip netns exec %s ethtool -K %s tx off gso off gro off";
      Commands.ok(tune.formatted(pair.near, pair.a));
      Commands.ok(tune.formatted(pair.far, pair.b));
      return pair.a;
    }
  }
}
