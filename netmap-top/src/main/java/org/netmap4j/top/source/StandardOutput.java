package org.netmap4j.top.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Tty;

/** Standard output by its descriptor, without buffers, so that errno is known. It stays open. */
final class StandardOutput implements WritableByteChannel {
  private static final int FD = 1;

  /** Nobody reads any more. */
  static final class NobodyReads extends IOException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public int write(ByteBuffer from) throws IOException {
    byte[] bytes = new byte[from.remaining()];
    from.get(bytes);
    try {
      Tty.write(FD, bytes, 0, bytes.length);
    } catch (NetmapException e) {
      if (e.error() instanceof NetmapError.SystemCall call) {
        throw call.errno() == Tty.EPIPE ? new NobodyReads() : new IOException(call.text(), e);
      }
      throw e;
    }
    return bytes.length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
