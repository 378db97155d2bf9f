package org.netmap4j.contract;

import org.junit.jupiter.api.Nested;

/** The contract, held against the embedded engine. */
class EmbeddedContractTest {
  @Nested
  class Control extends ControlContract implements Subject.Embedded {}

  @Nested
  class Host extends HostContract implements Subject.Embedded {}

  @Nested
  class MonitorModel extends MonitorModelContract implements Subject.Embedded {}

  @Nested
  class Monitor extends MonitorContract implements Subject.Embedded {}

  @Nested
  class Offset extends OffsetContract implements Subject.Embedded {}

  @Nested
  class PipeModel extends PipeModelContract implements Subject.Embedded {}

  @Nested
  class Pipe extends PipeContract implements Subject.Embedded {}

  @Nested
  class Region extends RegionContract implements Subject.Embedded {}

  @Nested
  class Registration extends RegistrationContract implements Subject.Embedded {}

  @Nested
  class Slot extends SlotContract implements Subject.Embedded {}

  @Nested
  class Stress extends StressContract implements Subject.Embedded {}

  @Nested
  class ValeModel extends ValeModelContract implements Subject.Embedded {}

  @Nested
  class Vale extends ValeContract implements Subject.Embedded {}
}
