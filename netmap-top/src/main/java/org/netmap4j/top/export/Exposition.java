package org.netmap4j.top.export;

import java.util.Locale;

/** The text formats. */
public enum Exposition {
  /** OpenMetrics 1.0. */
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8"),
  /** Prometheus text format 0.0.4, which every reader takes. */
  PROMETHEUS("text/plain; version=0.0.4; charset=utf-8");

  private static final int MAX_ACCEPT = 1024;

  private final String contentType;

  Exposition(String contentType) {
    this.contentType = contentType;
  }

  /** What the response is headed with. */
  public String contentType() {
    return contentType;
  }

  /** What a client that accepts {@code accept} gets: OpenMetrics where it likes that no less. */
  static Exposition wanted(String accept) {
    double open = 0;
    double text = 0;
    String bounded = accept.substring(0, Math.min(accept.length(), MAX_ACCEPT));
    for (String range : bounded.toLowerCase(Locale.ROOT).split(",", -1)) {
      String type = range.split(";", 2)[0].strip();
      if (type.equals("application/openmetrics-text") && !range.contains("version=0.")) {
        open = Math.max(open, quality(range));
      } else if (type.equals("text/plain") || type.equals("text/*")) {
        text = Math.max(text, quality(range));
      }
    }
    return open > 0 && open >= text ? OPEN_METRICS : PROMETHEUS;
  }

  private static double quality(String range) {
    for (String parameter : range.split(";", -1)) {
      String[] pair = parameter.strip().split("=", 2);
      if (pair.length == 2 && pair[0].equals("q")) {
        return pair[1].matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(pair[1]) : 0;
      }
    }
    return 1;
  }
}
