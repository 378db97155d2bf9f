package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.compat.kernel.Kernel.cannotOpen;
import static org.netmap4j.compat.kernel.Kernel.carries;
import static org.netmap4j.compat.kernel.Kernel.refused;
import static org.netmap4j.compat.kernel.Kernel.says;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.engine.Control;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** A NIC on a VALE switch, where it is the module that moves its packets. */
@Tag("kernel")
class SwitchedNicTest {
  private Control control;
  private String far;
  private String near;
  private String onSwitch;

  @BeforeEach
  void attach() throws NetmapException {
    control = Kernel.engine().control();
    far = Kernel.veth()[0];
    near = Kernel.veth()[1];
    onSwitch = "vale6:" + near;
    control.valeAttach(onSwitch, false);
  }

  @AfterEach
  void detach() throws NetmapException {
    if (onSwitch != null) {
      control.valeDetach(onSwitch);
    }
  }

  private void carriesBothWays() throws NetmapException {
    try (NetmapPort wire = Kernel.open("netmap:" + far);
        NetmapPort port = Kernel.open("vale6:eph")) {
      carries(wire, port);
      carries(port, wire);
    }
  }

  @Test
  void carriesBetweenItsWireAndTheSwitch() throws NetmapException {
    assertTrue(
        control.valeList().stream().anyMatch(port -> port.name().equals(onSwitch)),
        control.valeList().toString());
    carriesBothWays();
  }

  @Test
  void isNobodyElses() {
    says("attached to a VALE switch", cannotOpen(NetmapError.CannotOpen.class, "netmap:" + near));
  }

  @Test
  void isPolledByThreadsOfTheKernel() throws NetmapException {
    control.enablePolling(onSwitch, 1, 0, 1);
    try {
      carriesBothWays();
      says(
          "polled already",
          refused(NetmapError.CannotOpen.class, () -> control.enablePolling(onSwitch, 1, 0, 1)));
    } finally {
      control.disablePolling(onSwitch);
    }
    says(
        "not being polled",
        refused(NetmapError.CannotOpen.class, () -> control.disablePolling(onSwitch)));
    carriesBothWays();
  }

  @Test
  void pollingThatCannotBeSaysWhy() throws NetmapException {
    int[][] wrong = {{0, 0, 1}, {3, 0, 1}, {1, 0, 0}, {1, 0, 1000}, {2, 1000, 1}};
    for (int[] numbers : wrong) {
      says(
          "no such way to poll",
          refused(
              NetmapError.CannotOpen.class,
              () -> control.enablePolling(onSwitch, numbers[0], numbers[1], numbers[2])));
    }
    try (NetmapPort port = Kernel.open("vale6:eph")) {
      assertEquals("vale6:eph", port.name());
      says(
          "only an attached NIC",
          refused(NetmapError.CannotOpen.class, () -> control.enablePolling("vale6:eph", 1, 0, 1)));
    }
  }
}
