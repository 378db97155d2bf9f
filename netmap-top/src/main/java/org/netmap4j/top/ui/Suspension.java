package org.netmap4j.top.ui;

import java.io.IOException;

/** What the loop asks of the terminal beyond drawing on it. */
public interface Suspension {
  /** Gives the terminal back, stops the process, and takes the terminal again. */
  void suspend() throws IOException;

  /** Takes the terminal again after someone else stopped the process. */
  void resume() throws IOException;
}
