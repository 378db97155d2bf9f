package org.netmap4j.savefile;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;

/** A name with conversions of strftime(3): {@code %Y %y %m %d %H %M %S %j %s %F %T %%}. */
final class TimedName {
  private final String pattern;

  /** Of a pattern, which is checked. */
  TimedName(String pattern) {
    this.pattern = pattern;
    of(Instant.EPOCH.atZone(ZoneOffset.UTC));
  }

  /** The name at that time. */
  String of(ZonedDateTime time) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '%') {
        i++;
        name.append(converted(i < pattern.length() ? pattern.charAt(i) : 0, time));
      } else {
        name.append(c);
      }
    }
    return name.toString();
  }

  private String converted(char conversion, ZonedDateTime time) {
    String format =
        switch (conversion) {
          case 'Y' -> "%1$tY";
          case 'y' -> "%1$ty";
          case 'm' -> "%1$tm";
          case 'd' -> "%1$td";
          case 'H' -> "%1$tH";
          case 'M' -> "%1$tM";
          case 'S' -> "%1$tS";
          case 'j' -> "%1$tj";
          case 's' -> "%1$ts";
          case 'F' -> "%1$tF";
          case 'T' -> "%1$tT";
          case '%' -> "%%";
          default ->
              throw new IllegalArgumentException(
                  "file name %s: expected one of %%Y %%y %%m %%d %%H %%M %%S %%j %%s %%F %%T %%%%"
                      .formatted(pattern));
        };
    return String.format(Locale.ROOT, format, time);
  }
}
