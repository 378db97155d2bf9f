package org.netmap4j.top.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyParserTest {
  private final List<KeyStroke> keys = new ArrayList<>();
  private final KeyParser parser = new KeyParser(keys::add);

  private void feed(String text) {
    byte[] bytes = text.replace("^[", "\033").getBytes(StandardCharsets.UTF_8);
    parser.feed(bytes, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "^[[A, ArrowUp",
    "^[OB, ArrowDown",
    "^[[5~, PageUp",
    "^[[6~, PageDown",
    "^[[H, Home",
    "^[OF, End",
    "^[[1~, Home",
    "^[[8~, End",
    "^[OP, F1",
    "^[[11~, F1",
    "^[[[A, F1",
    "^[[17~, F6",
    "^[[21~, F10",
    "^[[Z, ReverseTab",
    "^[[1;5A, ArrowUp",
    "^[[3~, Delete"
  })
  void knowsTheKeys(String bytes, KeyType type) {
    feed(bytes);
    assertEquals(List.of(type), keys.stream().map(KeyStroke::getKeyType).toList());
    assertFalse(parser.pending());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^[[<35;40;12M",
        "^[[<0;1;1m",
        "^[[M !!",
        "^[[I",
        "^[[O",
        "^[[200~q^[[Aq^[[201~",
        "^[[113;5u",
        "^[[97;1:3u",
        "^[[?1;2c",
        "^[[12;40R",
        "^[]11;rgb:0000/0000/0000^[\\",
        "^[]0;q\u0007",
        "^[P1+r^[\\",
        "^[[?2026;2$y",
        "^[[99~",
        "^[Oz",
        "^[[;;;q",
        "^[[1;2;3A"
      })
  void swallowsWhatIsNoKey(String bytes) {
    feed(bytes + "j");
    assertEquals(List.of(new KeyStroke('j', false, false)), keys, bytes);
  }

  @Test
  void escAloneIsAKeyOnceNothingFollows() {
    feed("^[");
    assertTrue(keys.isEmpty());
    assertTrue(parser.pending());
    parser.timeout();
    assertEquals(List.of(new KeyStroke(KeyType.Escape)), keys);
    assertFalse(parser.pending());
  }

  @Test
  void escTwiceIsAKeyAndABeginning() {
    feed("^[^[[B");
    assertEquals(List.of(new KeyStroke(KeyType.Escape), new KeyStroke(KeyType.ArrowDown)), keys);
  }

  @Test
  void anUnfinishedSequenceIsForgottenInTime() {
    feed("^[[1;");
    parser.timeout();
    feed("q");
    assertEquals(List.of(new KeyStroke('q', false, false)), keys);
  }

  @Test
  void sequencesMayComeInPieces() {
    for (String piece : List.of("\033", "[", "6", "~")) {
      feed(piece);
    }
    assertEquals(List.of(new KeyStroke(KeyType.PageDown)), keys);
  }

  @Test
  void controlKeysAndTextAndUtf8() {
    feed("\u0003\u001a\u000c\r\u007fé€😀x");
    assertEquals(
        List.of(
            new KeyStroke('c', true, false),
            new KeyStroke('z', true, false),
            new KeyStroke('l', true, false),
            new KeyStroke(KeyType.Enter),
            new KeyStroke(KeyType.Backspace),
            new KeyStroke('é', false, false),
            new KeyStroke('€', false, false),
            new KeyStroke('x', false, false)),
        keys);
  }

  @Test
  void nothingBreaksIt() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] alphabet =
        "\033[[]OPM<;0126~ABuR$?\u0007\\\u009b\u00c3".getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[64];
    for (int round = 0; round < 20_000; round++) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            random.nextBoolean()
                ? alphabet[random.nextInt(alphabet.length)]
                : (byte) random.nextInt();
      }
      parser.feed(bytes, bytes.length);
      parser.timeout();
      assertFalse(parser.pending(), () -> "seed " + seed);
    }
  }
}
