package org.netmap4j.savefile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.netmap4j.error.NetmapException;

/** A channel behind one buffer that is reused, and grows only when something longer has arrived. */
final class ChannelInput extends FileInput {
  private static final int BUFFER = 64 << 10;

  private final ReadableByteChannel channel;

  ChannelInput(ReadableByteChannel channel, String file) {
    super(file);
    this.channel = channel;
    window(ByteBuffer.allocate(BUFFER).limit(0));
  }

  /** A length that lies costs no more memory than twice what the file holds. */
  @Override
  boolean more(int needed) throws NetmapException {
    window().compact();
    try {
      while (window().position() < needed) {
        if (!window().hasRemaining()) {
          window(ByteBuffer.allocate(2 * window().capacity()).put(window().flip()));
        }
        int read = channel.read(window());
        if (read < 0) {
          return false;
        }
        if (read == 0) {
          throw new IllegalStateException("read " + file() + ": channel is in non-blocking mode");
        }
      }
      return true;
    } catch (IOException e) {
      throw FileTrouble.of(file(), position() + window().position(), "bytes that can be read", e);
    } finally {
      window().flip();
    }
  }

  @Override
  NetmapException fault(InternalError fault) {
    throw fault;
  }

  @Override
  void close() throws IOException {
    channel.close();
  }
}
