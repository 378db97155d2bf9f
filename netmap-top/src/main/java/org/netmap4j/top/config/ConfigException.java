package org.netmap4j.top.config;

/** A configuration file is not what it should be. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says which file, where in it, what was expected, and what helps. */
  ConfigException(String message) {
    super(message);
  }
}
