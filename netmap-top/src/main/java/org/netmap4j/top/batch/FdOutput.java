package org.netmap4j.top.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.Tty;

/** Standard output by its descriptor, without buffers, so that errno is known. */
public final class FdOutput implements Output {
  private static final int STDOUT = 1;

  @Override
  public void write(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      Tty.write(STDOUT, bytes, 0, bytes.length);
    } catch (NetmapException e) {
      if (e.error() instanceof NetmapError.SystemCall call) {
        if (call.errno() == Tty.EPIPE) {
          throw new OutputClosedException();
        }
        throw new IOException(
            "standard output: " + call.text() + "; make room there, or send it elsewhere", e);
      }
      throw e;
    }
  }
}
