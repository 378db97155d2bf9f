package org.netmap4j;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The options of the grammar and their keys, as declared in {@code nmport.c}. */
enum PortOptionKind {
  CONF,
  SHARE,
  EXTMEM,
  OFFSET;

  static Optional<PortOptionKind> of(String word) {
    for (PortOptionKind kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The key that a value without key goes to; it is also the one that must be given. */
  Optional<String> defaultKey() {
    return this == CONF ? Optional.empty() : Optional.of(keys().getFirst());
  }

  List<String> keys() {
    return switch (this) {
      case CONF ->
          List.of(
              "rings",
              "host-rings",
              "slots",
              "tx-rings",
              "rx-rings",
              "host-tx-rings",
              "host-rx-rings",
              "tx-slots",
              "rx-slots");
      case SHARE -> List.of("port");
      case EXTMEM ->
          List.of("file", "if-num", "if-size", "ring-num", "ring-size", "buf-num", "buf-size");
      case OFFSET -> List.of("initial", "bits");
    };
  }
}
