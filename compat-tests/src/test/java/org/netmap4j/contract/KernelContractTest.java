package org.netmap4j.contract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract, held against netmap's module. */
@Tag("kernel")
class KernelContractTest {
  @Nested
  class Control extends ControlContract implements Subject.Module {}

  @Nested
  class Host extends HostContract implements Subject.Module {}

  @Nested
  class MonitorModel extends MonitorModelContract implements Subject.Module {}

  @Nested
  class Monitor extends MonitorContract implements Subject.Module {}

  @Nested
  class Offset extends OffsetContract implements Subject.Module {}

  @Nested
  class PipeModel extends PipeModelContract implements Subject.Module {}

  @Nested
  class Pipe extends PipeContract implements Subject.Module {}

  @Nested
  class Region extends RegionContract implements Subject.Module {}

  @Nested
  class Registration extends RegistrationContract implements Subject.Module {}

  @Nested
  class Slot extends SlotContract implements Subject.Module {}

  @Nested
  class Stress extends StressContract implements Subject.Module {}

  @Nested
  class ValeModel extends ValeModelContract implements Subject.Module {}

  @Nested
  class Vale extends ValeContract implements Subject.Module {}
}
