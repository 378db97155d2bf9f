package org.netmap4j.top.batch;

import java.io.IOException;
import org.netmap4j.top.model.Snapshot;

/** A batch format. Instances may keep state between samples and serve one run. */
public interface SampleFormat {
  /** What comes before the first sample. */
  default String begin() {
    return "";
  }

  /** One sample, whole. */
  String sample(Snapshot snapshot) throws IOException;

  /** What comes after the last sample. */
  default String end() {
    return "";
  }
}
