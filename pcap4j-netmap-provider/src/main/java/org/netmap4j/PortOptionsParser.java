package org.netmap4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.netmap4j.PortExtmem.Pool;
import org.netmap4j.PortSpec.Feature;
import org.netmap4j.error.NetmapException;

/**
 * Reads the options of a port's name, from the first {@code @} that is not a memory id to the end.
 *
 * <p>An option may come again if it does not ask for something else.
 */
final class PortOptionsParser {
  static final String OPTION = "an option (conf, share, extmem or offset)";

  private static final int MAX_CONF = 0xFFFF;
  private static final int MAX_BITS = 64;

  private final NameScanner in;
  private final Set<Feature> enabled;
  private final Map<String, Integer> conf = new LinkedHashMap<>();
  private Optional<String> share = Optional.empty();
  private Optional<PortExtmem> extmem = Optional.empty();
  private Optional<PortOffset> offset = Optional.empty();

  PortOptionsParser(NameScanner in, Set<Feature> enabled) {
    this.in = in;
    this.enabled = enabled;
  }

  PortOptions parse() throws NetmapException {
    while (in.take("@")) {
      int start = in.at();
      in.takeUntil("@");
      readOption(in.part(start, in.at()));
    }
    return new PortOptions(conf(), share, extmem, offset);
  }

  private void readOption(NameScanner option) throws NetmapException {
    int start = option.at();
    String word = option.takeUntil(":=");
    PortOptionKind kind =
        PortOptionKind.of(word)
            .orElseThrow(() ->
                option.expectedAt(
                    start,
                    "an option (conf, share, extmem or offset)",
                    word.isEmpty() ? "none" : "'" + word + "'"));
    if (kind == PortOptionKind.OFFSET && !enabled.contains(Feature.OFFSET)) {
      throw option.expectedAt(
          start,
          "an option that is enabled (offset must be, by PortSpec.Feature.OFFSET)",
          "'offset', not enabled");
    }
    PortOptionText text = new PortOptionText(kind, option);
    boolean same =
        switch (kind) {
          case CONF -> addConf(text);
          case SHARE -> addShare(text);
          case EXTMEM -> addExtmem(text);
          case OFFSET -> addOffset(text);
        };
    if (!same) {
      throw option.expectedAt(start, "each option once", "'" + word + "' that asks for another");
    }
  }

  private boolean addConf(PortOptionText text) throws NetmapException {
    Map<String, Integer> asked = new LinkedHashMap<>();
    for (String key : List.of("rings", "host-rings", "slots")) {
      if (text.has(key)) {
        int value = text.number(key, MAX_CONF);
        asked.put(specific(key, "tx-"), value);
        asked.put(specific(key, "rx-"), value);
      }
    }
    for (String both : List.of("rings", "host-rings", "slots")) {
      for (String key : List.of(specific(both, "tx-"), specific(both, "rx-"))) {
        if (text.has(key)) {
          asked.put(key, text.number(key, MAX_CONF));
        }
      }
    }
    boolean same = true;
    for (Map.Entry<String, Integer> entry : asked.entrySet()) {
      Integer before = conf.putIfAbsent(entry.getKey(), entry.getValue());
      same &= before == null || before.equals(entry.getValue());
    }
    return same;
  }

  /**
   * {@code rings} of {@code tx-} is {@code tx-rings}, {@code host-rings} is {@code host-tx-rings}.
   */
  private static String specific(String key, String direction) {
    return key.startsWith("host-") ? "host-" + direction + key.substring(5) : direction + key;
  }

  private PortConf conf() {
    return new PortConf(
        conf.getOrDefault("tx-rings", 0),
        conf.getOrDefault("rx-rings", 0),
        conf.getOrDefault("host-tx-rings", 0),
        conf.getOrDefault("host-rx-rings", 0),
        conf.getOrDefault("tx-slots", 0),
        conf.getOrDefault("rx-slots", 0));
  }

  private boolean addShare(PortOptionText text) throws NetmapException {
    NameScanner value = text.value("port");
    String target = PortName.portspec(PortName.read(value));
    if (!value.atEnd()) {
      throw value.expected("the end of the port to share with, without rings and flags");
    }
    boolean same = share.isEmpty() || share.get().equals(target);
    share = Optional.of(target);
    return same;
  }

  private boolean addExtmem(PortOptionText text) throws NetmapException {
    boolean first = extmem.isEmpty();
    extmem =
        Optional.of(
            new PortExtmem(
                text.value("file").takeUntil(""),
                pool(text, "if"),
                pool(text, "ring"),
                pool(text, "buf")));
    return first;
  }

  private static Pool pool(PortOptionText text, String pool) throws NetmapException {
    return new Pool(
        text.number(pool + "-num", Integer.MAX_VALUE),
        text.number(pool + "-size", Integer.MAX_VALUE));
  }

  private boolean addOffset(PortOptionText text) throws NetmapException {
    boolean first = offset.isEmpty();
    offset =
        Optional.of(
            new PortOffset(
                text.number("initial", Integer.MAX_VALUE), text.number("bits", MAX_BITS)));
    return first;
  }
}
