package org.netmap4j.top.batch;

import java.util.Locale;

/** The batch formats by name. */
public enum BatchFormat {
  /** Aligned columns. */
  TEXT,
  /** Comma-separated values with a header. */
  CSV,
  /** One array of objects. */
  JSON,
  /** An object per line. */
  NDJSON;

  /** The name as the user writes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A writer for one run. */
  public SampleFormat open() {
    return switch (this) {
      case TEXT -> new TextFormat();
      case CSV -> new CsvFormat();
      case JSON -> new JsonFormat(true);
      case NDJSON -> new JsonFormat(false);
    };
  }
}
