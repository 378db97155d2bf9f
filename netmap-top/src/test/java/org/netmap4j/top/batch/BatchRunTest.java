package org.netmap4j.top.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.top.Samples;

@Timeout(30)
class BatchRunTest {
  private final StringBuilder text = new StringBuilder();

  private BatchRun run(long count) {
    return new BatchRun(BatchFormat.JSON.open(), text::append, count);
  }

  private long samples() {
    return text.toString().lines().filter(line -> line.startsWith("{")).count();
  }

  @Test
  void writesExactlyAsManyAsAskedFor() throws Exception {
    BatchRun run = run(3);
    for (int n = 1; n <= 5; n++) {
      run.sample(Samples.usual(n));
    }
    assertNull(run.run());
    assertEquals(3, samples());
    assertTrue(text.toString().endsWith("\n]\n"));
  }

  @Test
  void endsWithTheSource() throws Exception {
    BatchRun run = run(Long.MAX_VALUE);
    run.sample(Samples.usual(1));
    run.sample(Samples.usual(2));
    run.ended(null);
    assertNull(run.run());
    assertEquals(2, samples());
  }

  @Test
  void aFaultKeepsWhatCameBeforeAndClosesTheArray() throws Exception {
    BatchRun run = run(Long.MAX_VALUE);
    IOException fault = new IOException("cut off");
    run.sample(Samples.usual(1));
    run.ended(fault);
    assertSame(fault, run.run());
    assertEquals(1, samples());
    assertTrue(text.toString().endsWith("\n]\n"));
  }

  @Test
  void aSignalFinishesTheSampleBeingWritten() throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Output slow =
        part -> {
          if (part.contains("{")) {
            writing.countDown();
            await(go);
          }
          text.append(part);
        };
    BatchRun run = new BatchRun(BatchFormat.JSON.open(), slow, Long.MAX_VALUE);
    run.sample(Samples.usual(1));
    run.sample(Samples.usual(2));
    FutureTask<Optional<Throwable>> task = new FutureTask<>(() -> Optional.ofNullable(run.run()));
    Thread.ofPlatform().daemon().start(task);
    writing.await();
    run.stop();
    go.countDown();
    assertTrue(run.awaitFinished(Duration.ofSeconds(10)));
    assertEquals(Optional.empty(), task.get());
    assertEquals(1, samples());
    assertTrue(text.toString().endsWith("\n]\n"));
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void aReaderThatStandsStillDelaysNoSample() throws Exception {
    BatchRun run = run(2);
    for (int n = 0; n < 3000; n++) {
      run.sample(Samples.usual(1)); // nobody runs yet: none of these may block
    }
    assertNull(run.run());
    assertEquals(2, samples());
  }

  @Test
  void aReaderThatIsGoneEndsIt() {
    BatchRun run =
        new BatchRun(
            BatchFormat.CSV.open(),
            _ -> {
              throw new OutputClosedException();
            },
            1);
    assertThrows(OutputClosedException.class, run::run);
  }
}
