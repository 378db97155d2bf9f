package org.netmap4j.top.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;

/** Walks through JSON as it comes; nothing is kept but what its callers keep. */
final class Fields {
  private Fields() {}

  /** Says what to do with the value of a field. */
  interface Field {
    void read(JsonParser json, String name) throws IOException, BadSampleException;
  }

  static long count(JsonParser json, String name) throws IOException, BadSampleException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getText().startsWith("-")) {
      throw wrong(name, "a number", json.getText());
    }
    return json.getLongValue();
  }

  static <E extends Enum<E>> E constant(Class<E> type, String field, String name)
      throws BadSampleException {
    try {
      return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(field, "a name that is known", name);
    }
  }

  static void object(JsonParser json, String what, Field field)
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
  interface Element {
    void read() throws IOException, BadSampleException;
  }

  static void list(JsonParser json, String name, Element element)
      throws IOException, BadSampleException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(name, "a list", json.getText());
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  static String text(JsonParser json, String name) throws IOException, BadSampleException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong(name, "a text", json.getText());
    }
    return json.getText();
  }

  static BadSampleException wrong(String field, String expected, String found) {
    return new BadSampleException(
        "%.40s: expected %s, found '%.40s'".formatted(field, expected, found));
  }
}
