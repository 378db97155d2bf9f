package org.netmap4j.top.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netmap4j.top.model.Direction;
import org.netmap4j.top.model.Label;
import org.netmap4j.top.model.PortKind;
import org.netmap4j.top.model.PortReading;
import org.netmap4j.top.model.RingActivity;
import org.netmap4j.top.model.RingReading;

/** Reads one sample. Fields that it does not know are passed over: later versions add some. */
final class SampleParser {
  private static final int VERSION = 1;
  private static final int MAX_SLOTS = 1 << 24;
  private static final int MAX_TEXT = 1 << 20;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxStringLength(MAX_TEXT)
                  .maxNumberLength(64)
                  .maxNameLength(256)
                  .build())
          .build();

  /** Says what to do with the value of a field. */
  private interface Field {
    void read(JsonParser json, String name) throws IOException, BadSampleException;
  }

  /** The sample in the first {@code length} bytes of {@code line}. */
  Recorded parse(byte[] line, int length) throws BadSampleException {
    try (JsonParser json = factory.createParser(line, 0, length)) {
      json.nextToken();
      Recorded sample = sample(json);
      if (json.nextToken() != null) {
        throw new BadSampleException("expected one object, found more after it");
      }
      return sample;
    } catch (IOException e) {
      String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new BadSampleException("expected a JSON object: " + what);
    }
  }

  private static Recorded sample(JsonParser json) throws IOException, BadSampleException {
    Values values = new Values();
    List<PortReading> ports = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    object(
        json,
        "a sample",
        (in, name) -> {
          switch (name) {
            case "ports" -> list(in, name, () -> ports.add(port(in)));
            case "notes" -> list(in, name, () -> notes.add(text(in, name)));
            default -> values.read(in, name);
          }
        });
    long version = values.number("version", Integer.MAX_VALUE);
    if (version != VERSION) {
      throw new BadSampleException(
          "expected version %d, found %d; play it back with the netmap-top that wrote it"
              .formatted(VERSION, version));
    }
    return new Recorded(
        time(values.text("time")), uptime(values), values.text("engine"), ports, notes);
  }

  private static Instant time(String text) throws BadSampleException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new BadSampleException("time: expected ISO 8601, found '%.40s'".formatted(text));
    }
  }

  private static long uptime(Values values) throws BadSampleException {
    try {
      long nanos = new BigDecimal(values.plain("uptime")).movePointRight(9).longValueExact();
      if (nanos >= 0) {
        return nanos;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong("uptime", "seconds", values.plain("uptime"));
    }
    throw wrong("uptime", "seconds", values.plain("uptime"));
  }

  private static PortReading port(JsonParser json) throws IOException, BadSampleException {
    Values values = new Values();
    List<RingReading> rings = new ArrayList<>();
    object(
        json,
        "a port",
        (in, name) -> {
          if (name.equals("rings")) {
            list(in, name, () -> rings.add(ring(in)));
          } else {
            values.read(in, name);
          }
        });
    PortKind kind = constant(PortKind.class, "kind", values.text("kind"));
    return new PortReading(
        values.text("name"), kind, rings, values.get("trouble"), values.textOr("owner", ""));
  }

  private static RingReading ring(JsonParser json) throws IOException, BadSampleException {
    Values values = new Values();
    Map<String, Long> losses = new HashMap<>();
    object(
        json,
        "a ring",
        (in, name) -> {
          if (name.equals("losses")) {
            object(in, name, (inner, cause) -> losses.put(cause, count(inner, cause)));
          } else {
            values.read(in, name);
          }
        });
    int slots = (int) values.number("slots", MAX_SLOTS);
    int last = Math.max(0, slots - 1);
    return new RingReading(
        (int) values.number("ring", MAX_SLOTS),
        constant(Direction.class, "direction", values.text("direction").replace('-', '_')),
        slots,
        (int) values.number("head", last),
        (int) values.number("cur", last),
        (int) values.number("tail", last),
        values.number("packets", Long.MAX_VALUE),
        values.number("bytes", Long.MAX_VALUE),
        values.number("drops", Long.MAX_VALUE),
        constant(Label.class, "label", values.text("label")),
        losses,
        RingActivity.NONE);
  }

  private static long count(JsonParser json, String name) throws IOException, BadSampleException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getText().startsWith("-")) {
      throw wrong(name, "a number", json.getText());
    }
    return json.getLongValue();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String field, String name)
      throws BadSampleException {
    try {
      return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(field, "a name that is known", name);
    }
  }

  private static void object(JsonParser json, String what, Field field)
      throws IOException, BadSampleException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(what, "an object", String.valueOf(json.getText()));
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      field.read(json, name);
    }
  }

  /** Reads an element of a list, at which the parser stands. */
  private interface Element {
    void read() throws IOException, BadSampleException;
  }

  private static void list(JsonParser json, String name, Element element)
      throws IOException, BadSampleException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(name, "a list", json.getText());
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  private static String text(JsonParser json, String name) throws IOException, BadSampleException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(name, "a text", json.getText());
    }
    return json.getText();
  }

  private static BadSampleException wrong(String field, String expected, String found) {
    return new BadSampleException(
        "%.40s: expected %s, found '%.40s'".formatted(field, expected, found));
  }

  /** The fields of an object that are texts or numbers; others are passed over. */
  private static final class Values {
    private static final int MAX_FIELDS = 64;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>();

    void read(JsonParser json, String name) throws IOException {
      JsonToken token = json.currentToken();
      if (token.isStructStart()) {
        json.skipChildren();
      } else if (token == JsonToken.VALUE_STRING && texts.size() < MAX_FIELDS) {
        texts.put(name, json.getText());
      } else if (token.isNumeric() && numbers.size() < MAX_FIELDS) {
        numbers.put(name, json.getText());
      }
    }

    @Nullable String get(String name) {
      return texts.get(name);
    }

    String textOr(String name, String other) {
      return texts.getOrDefault(name, other);
    }

    String text(String name) throws BadSampleException {
      String text = texts.get(name);
      if (text == null) {
        throw wrong(name, "a text", "nothing of the kind");
      }
      return text;
    }

    String plain(String name) throws BadSampleException {
      String number = numbers.get(name);
      if (number == null) {
        throw wrong(name, "a number", "nothing of the kind");
      }
      return number;
    }

    long number(String name, long max) throws BadSampleException {
      String text = plain(name);
      try {
        long number = Long.parseLong(text);
        if (number >= 0 && number <= max) {
          return number;
        }
      } catch (NumberFormatException e) {
        throw wrong(name, "0 to " + max, text);
      }
      throw wrong(name, "0 to " + max, text);
    }
  }
}
