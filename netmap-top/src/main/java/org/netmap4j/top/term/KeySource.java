package org.netmap4j.top.term;

import com.googlecode.lanterna.input.KeyStroke;
import java.io.IOException;

/** Where keys come from, for a thread that does nothing else. */
@FunctionalInterface
public interface KeySource {
  /** Waits for the next key; {@link com.googlecode.lanterna.input.KeyType#EOF} is the last one. */
  KeyStroke next() throws IOException;
}
