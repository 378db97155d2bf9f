package org.netmap4j.top.model;

import java.util.Locale;

/**
 * Something that was looked at and what came out.
 *
 * @param check the short name of what was looked at, such as {@code offloads}
 * @param subject the interface or port, or {@code host}
 * @param severity how bad it is
 * @param evidence what was seen, with the figures
 * @param effect what it does to the traffic; empty when all is well
 * @param remedy the exact command that mends it; empty where there is none
 */
public record Finding(
    String check,
    String subject,
    Severity severity,
    String evidence,
    String effect,
    String remedy) {
  /** How bad a finding is. */
  public enum Severity {
    /** As it should be. */
    OK,
    /** Could not be looked at. */
    UNKNOWN,
    /** Worth knowing. */
    NOTE,
    /** Costs packets or speed sooner or later. */
    WARNING,
    /** Costs packets now, or keeps netmap from working. */
    FAULT;

    /** The name used on the screen and in every output format. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
