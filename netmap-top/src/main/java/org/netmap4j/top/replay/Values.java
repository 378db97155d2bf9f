package org.netmap4j.top.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of an object that are texts, numbers or truths; others are passed over. */
final class Values {
  private static final int MAX_FIELDS = 64;

  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, String> numbers = new HashMap<>();
  private final Map<String, Boolean> flags = new HashMap<>();

  void read(JsonParser json, String name) throws IOException {
    JsonToken token = json.currentToken();
    if (token.isStructStart()) {
      json.skipChildren();
    } else if (token == JsonToken.VALUE_STRING && texts.size() < MAX_FIELDS) {
      texts.put(name, json.getText());
    } else if (token.isBoolean() && flags.size() < MAX_FIELDS) {
      flags.put(name, token == JsonToken.VALUE_TRUE);
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
      throw Fields.wrong(name, "a text", "nothing of the kind");
    }
    return text;
  }

  String plain(String name) throws BadSampleException {
    String number = numbers.get(name);
    if (number == null) {
      throw Fields.wrong(name, "a number", "nothing of the kind");
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
      throw Fields.wrong(name, "0 to " + max, text);
    }
    throw Fields.wrong(name, "0 to " + max, text);
  }

  /** As {@link #number(String, long)}; 0 where there is none, as from an older version. */
  long numberOrZero(String name, long max) throws BadSampleException {
    return numbers.containsKey(name) ? number(name, max) : 0;
  }

  @Nullable Integer integer(String name) throws BadSampleException {
    return numbers.containsKey(name) ? (int) number(name, Integer.MAX_VALUE) : null;
  }

  @Nullable Long whole(String name) throws BadSampleException {
    return numbers.containsKey(name) ? number(name, Long.MAX_VALUE) : null;
  }

  @Nullable Boolean flag(String name) {
    return flags.get(name);
  }
}
