package org.netmap4j;

import java.util.Optional;

/** What follows the first {@code @} that is not a memory id. */
record PortOptions(
    PortConf conf,
    Optional<String> share,
    Optional<PortExtmem> extmem,
    Optional<PortOffset> offset) {

  static final PortOptions NONE =
      new PortOptions(PortConf.NONE, Optional.empty(), Optional.empty(), Optional.empty());

  String format() {
    return conf.format()
        + share.map(target -> "@share=" + target).orElse("")
        + extmem.map(PortExtmem::format).orElse("")
        + offset.map(PortOffset::format).orElse("");
  }
}
