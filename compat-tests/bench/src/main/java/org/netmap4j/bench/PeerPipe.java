package org.netmap4j.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** The pipe in C: {@code pipe.c}, on the memory of a pipe that the embedded engine only made. */
final class PeerPipe implements AutoCloseable {
  private final MethodHandle send;
  private final MethodHandle receive;
  private final MethodHandle pin;
  private final Registration sender;
  private final Registration receiver;

  /** On the pipe of that number. */
  PeerPipe(Engine engine, int number, Path library) {
    sender = register(engine, JavaPipe.sender(number));
    receiver = register(engine, JavaPipe.receiver(number));
    SymbolLookup symbols = Peer.symbols(library);
    send =
        Peer.handle(
            symbols,
            "peer_pipe_send",
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    receive =
        Peer.handle(symbols, "peer_pipe_receive", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    pin = Peer.handle(symbols, "peer_pin", FunctionDescriptor.ofVoid(JAVA_INT));
    MethodHandle open =
        Peer.handle(symbols, "peer_pipe_open", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
    try {
      open.invokeExact(nifp(sender), nifp(receiver));
    } catch (Throwable e) {
      throw new LinkageError("peer_pipe_open", e);
    }
  }

  private static Registration register(Engine engine, String name) {
    try {
      return engine.register(
          new RegisterRequest(name, NetmapAbi.REG_ALL_NIC, 0, 0, 0, 0, Geometry.ANY, false));
    } catch (NetmapException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MemorySegment nifp(Registration port) {
    return port.region().asSlice(port.reply().nifpOffset());
  }

  /** A packet where C finds it. */
  static MemorySegment packet(byte[] packet) {
    return Arena.global().allocateFrom(JAVA_BYTE, packet);
  }

  /**
   * Keeps this thread on a processor: two of different numbers are on different ones, if there are.
   */
  long pin(int processor) {
    try {
      pin.invokeExact(processor);
      return processor;
    } catch (Throwable e) {
      throw new LinkageError("peer_pin", e);
    }
  }

  /** Sends a packet so many times. */
  long send(MemorySegment packet, int count) {
    try {
      return (long)
          send.invokeExact(packet, packet.byteSize(), (long) count, (long) JavaPipe.BATCH);
    } catch (Throwable e) {
      throw new LinkageError("peer_pipe_send", e);
    }
  }

  /** Receives so many packets; answers the sum of what it read. */
  long receive(int count) {
    try {
      return (long) receive.invokeExact((long) count);
    } catch (Throwable e) {
      throw new LinkageError("peer_pipe_receive", e);
    }
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }
}
