package org.netmap4j.top.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleLogTest {
  private static final String LINE = "{\"version\":1,\"time\":\"" + "y".repeat(200_000) + "\"}\n";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("log");
  }

  private void write(String text) throws IOException {
    try (SampleLog log = SampleLog.open(file)) {
      log.write(text);
    }
  }

  @Test
  void isAddedTo() throws IOException {
    write(LINE);
    write(LINE);
    assertEquals(LINE + LINE, Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 17, 65_536, 131_072, 200_010})
  void aCutLineIsTakenAway(int length) throws IOException {
    Files.writeString(file, LINE + LINE.substring(0, length));
    write(LINE);
    assertEquals(LINE + LINE, Files.readString(file));
    Files.writeString(file, LINE.substring(0, length));
    write(LINE);
    assertEquals(LINE, Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{\"a\":1}\n",
        "\n",
        "[\n",
        "\u0000\u0000",
        "{\"version\":3,\"sources\":[\"a.js\"]}"
      })
  void whatIsSomethingElseIsLeftAsItIs(String content) throws IOException {
    Files.writeString(file, content);
    IOException e = assertThrows(IOException.class, () -> SampleLog.open(file));
    assertTrue(String.valueOf(e.getMessage()).contains("name another file"), e.toString());
    assertEquals(content, Files.readString(file));
    assertThrows(IOException.class, () -> SampleLog.open(folder));
  }

  @Test
  void hasOneWriter() throws IOException {
    try (SampleLog _ = SampleLog.open(file)) {
      IOException e = assertThrows(IOException.class, () -> SampleLog.open(file));
      assertTrue(String.valueOf(e.getMessage()).contains("another netmap-top"), e.toString());
    }
  }
}
