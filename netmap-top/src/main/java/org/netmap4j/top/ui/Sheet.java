package org.netmap4j.top.ui;

import org.netmap4j.top.model.Snapshot;

/** A page that is made of lines: a pure function of its arguments. */
@FunctionalInterface
interface Sheet {
  /** Writes the page. */
  void write(Snapshot snapshot, Focus focus, Lines to);
}
