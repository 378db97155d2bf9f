package org.netmap4j.top;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.netmap4j.top.term.ColorChoice;
import org.netmap4j.top.ui.GraphChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One of some words, in upper or lower case; picocli's own messages name the constants as well. */
abstract class ChoiceConverter<T> implements ITypeConverter<T> {
  private final T[] choices;

  private ChoiceConverter(T[] choices) {
    this.choices = choices;
  }

  @Override
  public T convert(String value) {
    return Arrays.stream(choices)
        .filter(choice -> choice.toString().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "expected one of %s, found '%s'"
                    .formatted(
                        Arrays.stream(choices)
                            .map(Object::toString)
                            .collect(Collectors.joining(", ")),
                        value)));
  }

  /** For colours. */
  static final class Colors extends ChoiceConverter<ColorChoice> {
    Colors() {
      super(ColorChoice.values());
    }
  }

  /** For characters that draw. */
  static final class Graphs extends ChoiceConverter<GraphChoice> {
    Graphs() {
      super(GraphChoice.values());
    }
  }
}
