package org.netmap4j.scripted;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.Registration;

/**
 * An engine whose ports do only what a test writes into their memory: to see what the code above
 * the seam makes of it.
 */
public final class ScriptedEngine implements Engine {
  final int txRings;
  final int rxRings;
  final int slots;
  final int bufferSize;
  int maxTransmit = 65_536;
  private UnaryOperator<RegisterReply> reply = UnaryOperator.identity();
  private Script before = port -> {};
  private final List<ScriptedPort> opened = new ArrayList<>();

  /** Something to do to a port. */
  @FunctionalInterface
  public interface Script {
    void run(ScriptedPort port);
  }

  /** An engine of which every port looks alike. */
  public ScriptedEngine(int txRings, int rxRings, int slots, int bufferSize) {
    this.txRings = txRings;
    this.rxRings = rxRings;
    this.slots = slots;
    this.bufferSize = bufferSize;
  }

  public ScriptedEngine maxTransmit(int bytes) {
    maxTransmit = bytes;
    return this;
  }

  /** What to do to a port's memory before it is handed out. */
  public ScriptedEngine garble(Script script) {
    before = script;
    return this;
  }

  /** What to do to a port's reply before it is handed out. */
  public ScriptedEngine answer(UnaryOperator<RegisterReply> change) {
    reply = change;
    return this;
  }

  RegisterReply change(RegisterReply original) {
    return reply.apply(original);
  }

  /** All ports that were opened, in that order. */
  public List<ScriptedPort> opened() {
    return opened;
  }

  /** The port that was opened last. */
  public ScriptedPort last() {
    return opened.getLast();
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Registration register(RegisterRequest request) {
    ScriptedPort port = new ScriptedPort(this, request);
    opened.add(port);
    before.run(port);
    return port;
  }
}
