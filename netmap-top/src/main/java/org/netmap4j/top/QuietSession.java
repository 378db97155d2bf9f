package org.netmap4j.top;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.RingSource;
import org.netmap4j.top.model.Snapshot;
import org.netmap4j.top.sample.CostMeter;
import org.netmap4j.top.sample.Pace;
import org.netmap4j.top.sample.SampleSink;
import org.netmap4j.top.sample.Sampler;

/** Samples for what is beside the output alone, as a service does. */
record QuietSession(Pace pace, long count, SideOutputs beside) {
  /** Runs; what the source ended with, null when without a fault. */
  @Nullable Throwable run(RingSource source) throws InterruptedException {
    CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    SampleSink counter =
        new SampleSink() {
          @Override
          public void sample(Snapshot snapshot) {
            if (snapshot.sequence() >= count) {
              end.complete(null);
            }
          }

          @Override
          public void ended(@Nullable Throwable cause) {
            end.complete(cause);
          }
        };
    try (Sampler sampler =
        new Sampler(source, pace, CostMeter.ofThisProcess(), beside.before(counter))) {
      sampler.start();
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // it is completed normally only
    }
  }
}
