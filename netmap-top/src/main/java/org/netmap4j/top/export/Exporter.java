package org.netmap4j.top.export;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Snapshot;

/**
 * The latest sample as text. It is fed by the sampler's thread, which never waits for those that
 * read; a sample is written once for each format, however many ask for it.
 */
public final class Exporter implements Consumer<Snapshot> {
  private final Ledger ledger;
  private final String version;
  private volatile @Nullable Texts latest;

  /** An exporter of the tool's {@code version}. */
  public Exporter(String version) {
    this(version, new Ledger());
  }

  Exporter(String version, Ledger ledger) {
    this.version = version;
    this.ledger = ledger;
  }

  @Override
  public void accept(Snapshot snapshot) {
    latest = new Texts(ledger.next(snapshot));
  }

  /** The metrics of the latest sample, not to be changed; empty before the first. */
  public Optional<byte[]> text(Exposition format) {
    return Optional.ofNullable(latest).map(texts -> texts.in(format));
  }

  /** A page, written when first asked for. */
  private final class Texts {
    private final Page page;
    private final Map<Exposition, byte[]> written = new EnumMap<>(Exposition.class);

    Texts(Page page) {
      this.page = page;
    }

    synchronized byte[] in(Exposition format) {
      return written.computeIfAbsent(format, this::write);
    }

    private byte[] write(Exposition format) {
      ExpositionFormatWriter writer =
          switch (format) {
            case OPEN_METRICS -> OpenMetricsTextFormatWriter.create();
            case PROMETHEUS -> PrometheusTextFormatWriter.create();
          };
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        writer.write(out, Families.of(page, version));
      } catch (IOException e) {
        throw new UncheckedIOException(e); // memory takes it all
      }
      return out.toByteArray();
    }
  }
}
