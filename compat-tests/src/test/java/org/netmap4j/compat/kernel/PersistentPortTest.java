package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.compat.kernel.Kernel.refused;
import static org.netmap4j.compat.kernel.Kernel.says;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.compat.Commands;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.host.NetInterfaces;

/** A persistent VALE port: made, attached, listed, detached and deleted, by our own requests. */
@Tag("kernel")
class PersistentPortTest {
  private static final String NAME = "kvp0";
  private static final String ON_SWITCH = "vale5:" + NAME;

  private Control control;

  @BeforeEach
  void make() throws NetmapException {
    control = Kernel.engine().control();
    control.newInterface(NAME, new Geometry(2, 2, 0, 0, 128, 256), 0);
  }

  @AfterEach
  void delete() throws NetmapException {
    if (NetInterfaces.exists(NAME)) {
      control.deleteInterface(NAME);
    }
  }

  private List<ValePort> listed() throws NetmapException {
    return control.valeList().stream().filter(port -> port.name().equals(ON_SWITCH)).toList();
  }

  @Test
  void isAnInterfaceUntilDeleted() throws NetmapException {
    assertTrue(NetInterfaces.exists(NAME));
    Geometry geometry = control.portInfo(NAME, 0).geometry();
    assertEquals(2, geometry.txRings());
    assertEquals(2, geometry.rxRings());
    assertEquals(128, geometry.txSlots());
    assertEquals(256, geometry.rxSlots());
    control.deleteInterface(NAME);
    assertFalse(NetInterfaces.exists(NAME));
    says(
        "no such port", refused(NetmapError.CannotOpen.class, () -> control.deleteInterface(NAME)));
  }

  @Test
  void isOnASwitchUntilDetached() throws NetmapException {
    assertEquals(List.of(), listed());
    int index = control.valeAttach(ON_SWITCH, false);
    assertEquals(List.of(index), listed().stream().map(ValePort::portIndex).toList());
    for (boolean host : new boolean[] {false, true}) {
      says(
          "in use",
          refused(NetmapError.CannotOpen.class, () -> control.valeAttach(ON_SWITCH, host)));
    }
    says("in use", refused(NetmapError.CannotOpen.class, () -> control.deleteInterface(NAME)));
    assertEquals(index, control.valeDetach(ON_SWITCH));
    assertEquals(List.of(), listed());
    says(
        "no such port", refused(NetmapError.CannotOpen.class, () -> control.valeDetach(ON_SWITCH)));
  }

  @Test
  void whatExistsIsNotMadeAgain() {
    says(
        "of this name exists",
        refused(NetmapError.CannotOpen.class, () -> control.newInterface(NAME, Geometry.ANY, 0)));
    says(
        "no such interface",
        refused(NetmapError.CannotOpen.class, () -> control.valeAttach("vale5:nosuch0", false)));
  }

  @Test
  void isOpenedByItsName() throws Exception {
    Commands.ok("ip link set " + NAME + " up");
    try (NetmapPort port = Kernel.open("netmap:" + NAME)) {
      assertEquals(2, port.rxRings().size());
      assertEquals(128, port.txRings().getFirst().slots());
      assertEquals(256, port.rxRings().getFirst().slots());
      says("in use", refused(NetmapError.CannotOpen.class, () -> control.deleteInterface(NAME)));
    }
  }
}
