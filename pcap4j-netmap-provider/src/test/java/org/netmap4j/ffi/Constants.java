package org.netmap4j.ffi;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;

/** The numbers of a class of constants, by their names. */
final class Constants {
  private Constants() {}

  static Map<String, Long> of(Class<?> type) throws IllegalAccessException {
    Map<String, Long> numbers = new TreeMap<>();
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers()) && Modifier.isStatic(field.getModifiers())) {
        numbers.put(field.getName(), ((Number) field.get(null)).longValue());
      }
    }
    return numbers;
  }
}
