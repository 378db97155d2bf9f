package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.netmap4j.ffi.LinuxAbi;

/** How many queues an interface uses, at least one of each. */
record Queues(int rx, int tx) {
  /**
   * By ethtool where the driver answers; else by sysfs, if that shows the caller's namespace; else
   * one of each.
   */
  static Queues of(InterfaceQuery query, int index) {
    MemorySegment channels = query.allocate(LinuxAbi.ETHTOOL_CHANNELS_SIZE);
    if (query.ethtool(LinuxAbi.ETHTOOL_GCHANNELS, channels)) {
      int combined = channels.get(JAVA_INT, 32);
      return new Queues(
          Math.max(1, channels.get(JAVA_INT, 20) + combined),
          Math.max(1, channels.get(JAVA_INT, 24) + combined));
    }
    Path device = Path.of("/sys/class/net").resolve(query.name());
    try {
      String sysIndex = Files.readString(device.resolve("ifindex")).strip();
      if (sysIndex.equals(Integer.toString(index))) {
        return new Queues(count(device, "rx-*"), count(device, "tx-*"));
      }
    } catch (IOException e) {
      // no sysfs here, or one of another namespace: nothing to learn from it
    }
    return new Queues(1, 1);
  }

  private static int count(Path device, String pattern) throws IOException {
    int found = 0;
    try (DirectoryStream<Path> queues =
        Files.newDirectoryStream(device.resolve("queues"), pattern)) {
      for (Path queue : queues) {
        found += queue.getNameCount() > 0 ? 1 : 0;
      }
    }
    return Math.max(1, found);
  }
}
