package org.netmap4j.top.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the configuration is, and what it holds. */
public final class ConfigFile {
  /** Said instead of a file, for none. */
  public static final String NONE = "none";

  private static final int LARGEST = 64 * 1024;
  private static final String REMEDY = "; mend it, or run with --config none";

  private ConfigFile() {}

  /**
   * Reads the user's configuration.
   *
   * @param asked the file that the user names, which has to be there, or {@link #NONE}; null for
   *     the usual one
   * @param env the environment
   */
  public static Config read(@Nullable String asked, Map<String, String> env)
      throws ConfigException {
    if (NONE.equals(asked)) {
      return Config.USUAL;
    }
    try {
      Path file = asked == null ? usual(env) : Path.of(asked);
      return file == null ? Config.USUAL : read(file, asked != null);
    } catch (InvalidPathException e) {
      throw new ConfigException("--config: expected a file's name: " + e.getMessage());
    }
  }

  /** The usual place, by the XDG base directory specification; null for nowhere. */
  private static @Nullable Path usual(Map<String, String> env) {
    String config = env.getOrDefault("XDG_CONFIG_HOME", "");
    String home = env.getOrDefault("HOME", "");
    // The specification has relative paths ignored.
    if (config.startsWith("/")) {
      return Path.of(config, "netmap-top", "config");
    }
    return home.startsWith("/") ? Path.of(home, ".config", "netmap-top", "config") : null;
  }

  private static Config read(Path file, boolean asked) throws ConfigException {
    byte[] bytes;
    try {
      if (Files.isDirectory(file)) {
        throw bad(file, "expected a file, found a directory");
      }
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(LARGEST + 1);
      }
    } catch (IOException e) {
      if (!asked && !Files.exists(file)) {
        return Config.USUAL; // nor where it cannot even be looked for
      }
      throw bad(file, reason(e));
    }
    if (bytes.length > LARGEST) {
      throw bad(file, "expected at most %d bytes, found more".formatted(LARGEST));
    }
    try {
      return parse(file, bytes);
    } catch (ConfigException e) {
      throw new ConfigException(e.getMessage() + REMEDY);
    }
  }

  private static Config parse(Path file, byte[] bytes) throws ConfigException {
    ConfigParser parser = new ConfigParser(file.toString());
    int from = 0;
    while (from < bytes.length) {
      int to = from;
      while (to < bytes.length && bytes[to] != '\n') {
        to++;
      }
      String text;
      try {
        text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, from, to - from))
                .toString();
      } catch (CharacterCodingException e) {
        throw parser.wrongNext("expected text in UTF-8, found other bytes");
      }
      parser.accept(text);
      from = to + 1;
    }
    return parser.config();
  }

  private static ConfigException bad(Path file, String what) {
    return new ConfigException(file + ": " + what + REMEDY);
  }

  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException at ? at.getReason() : e.getMessage();
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      default -> reason == null ? e.getClass().getSimpleName() : reason;
    };
  }
}
