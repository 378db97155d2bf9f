package org.netmap4j;

import java.util.Set;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.netmap4j.Poller.Interest;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** {@link Reactor#packets}. */
final class PacketPublisher implements Flow.Publisher<byte[]> {
  private final Reactor reactor;
  private final NetmapPort port;
  private final AtomicBoolean taken = new AtomicBoolean();

  PacketPublisher(Reactor reactor, NetmapPort port) {
    this.reactor = reactor;
    this.port = port;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super byte[]> subscriber) {
    if (taken.compareAndSet(false, true)) {
      Subscription subscription = new Subscription(subscriber);
      subscriber.onSubscribe(subscription);
      reactor.add(subscription);
    } else {
      subscriber.onSubscribe(Refused.INSTANCE);
      subscriber.onError(
          new IllegalStateException("the packets of " + port.name() + " have a subscriber"));
    }
  }

  private enum Refused implements Flow.Subscription {
    INSTANCE;

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  private final class Subscription implements Flow.Subscription, Reactor.Waiter {
    private final Flow.Subscriber<? super byte[]> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private volatile boolean over;
    private volatile @Nullable Throwable refusal;

    Subscription(Flow.Subscriber<? super byte[]> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        refusal = new IllegalArgumentException("request(" + n + "): expected 1 or more");
      } else {
        demand.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      }
      reactor.wake();
    }

    @Override
    public void cancel() {
      over = true;
      reactor.wake();
    }

    @Override
    public NetmapPort port() {
      return port;
    }

    @Override
    public Set<Interest> interests() {
      return demand.get() > 0 && !over ? Set.of(Interest.RECEIVE) : Set.of();
    }

    /** One by one, for a subscriber may cancel at any packet. */
    @Override
    public void ready() throws NetmapException {
      int most = (int) Math.min(demand.get(), PacketBatch.CAPACITY);
      for (int i = 0; i < most && !over; i++) {
        Packet packet = port.nextPacket();
        if (packet == null) {
          break;
        }
        demand.decrementAndGet();
        subscriber.onNext(packet.bytes());
      }
      port.rxsync(); // gives them back, also if nothing more is asked for
    }

    @Override
    public boolean over() throws NetmapException {
      Throwable wrong = refusal;
      if (!over && wrong != null) {
        end();
        subscriber.onError(wrong);
      } else if (!over && port.exhausted() && !port.hasPackets()) {
        end();
        subscriber.onComplete();
      } else if (over) {
        end();
      }
      return over;
    }

    @Override
    public void failed(NetmapException cause) {
      if (over) {
        return;
      }
      end();
      if (cause.error() instanceof NetmapError.Closed) {
        subscriber.onComplete();
      } else {
        subscriber.onError(cause);
      }
    }

    private void end() {
      over = true;
      taken.set(false);
    }
  }
}
