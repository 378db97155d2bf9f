package org.netmap4j;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.netmap4j.Poller.Interest;
import org.netmap4j.error.NetmapException;

/** Sends the packets of a {@link Flow} on a port: see {@link Reactor#sender}. */
public final class PacketSender implements Flow.Subscriber<byte[]>, Reactor.Waiter {
  /** How many packets may be on their way from the publisher. */
  private static final int WINDOW = 256;

  private final Reactor reactor;
  private final NetmapPort port;
  private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Long> sent = new CompletableFuture<>();
  private volatile Flow.@Nullable Subscription subscription;
  private volatile boolean complete;
  private long count;

  PacketSender(Reactor reactor, NetmapPort port) {
    this.reactor = reactor;
    this.port = port;
  }

  /**
   * Completes with the number of packets when the publisher has completed and all have left the
   * rings; fails when the publisher or the port does, or a packet can never be sent.
   */
  public CompletionStage<Long> sent() {
    return sent.minimalCompletionStage();
  }

  @Override
  public void onSubscribe(Flow.Subscription more) {
    if (subscription != null || sent.isDone()) {
      more.cancel();
      return;
    }
    subscription = more;
    more.request(WINDOW);
  }

  @Override
  public void onNext(byte[] packet) {
    queue.add(packet);
    reactor.wake();
  }

  @Override
  public void onError(Throwable cause) {
    sent.completeExceptionally(cause);
    reactor.wake();
  }

  @Override
  public void onComplete() {
    complete = true;
    reactor.wake();
  }

  @Override
  public NetmapPort port() {
    return port;
  }

  @Override
  public Set<Interest> interests() {
    return queue.isEmpty() ? Set.of() : Set.of(Interest.TRANSMIT);
  }

  @Override
  public void ready() throws NetmapException {
    int taken = 0;
    try {
      for (byte[] next = queue.peek(); next != null && port.inject(next); next = queue.peek()) {
        queue.remove();
        taken++;
      }
    } catch (IllegalArgumentException e) {
      cancel();
      sent.completeExceptionally(e); // a packet of 0 bytes
    }
    port.txsync();
    count += taken;
    Flow.Subscription source = subscription;
    if (taken > 0 && source != null) {
      source.request(taken);
    }
  }

  @Override
  public boolean over() throws NetmapException {
    if (complete && queue.isEmpty() && !sent.isDone()) {
      port.txsync();
      if (!port.pending()) {
        sent.complete(count);
      }
    }
    return sent.isDone();
  }

  @Override
  public void failed(NetmapException cause) {
    cancel();
    sent.completeExceptionally(cause);
  }

  private void cancel() {
    Flow.Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
  }
}
