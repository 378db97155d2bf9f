package org.netmap4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortInfo;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/** The requests that need no registration. */
abstract class ControlContract extends Contract {
  private static final Geometry SMALL = new Geometry(1, 1, 0, 0, 16, 16);

  private final String vale = name("vale");
  private Control control;

  @BeforeEach
  void control() throws NetmapException {
    control = current().control();
  }

  private List<String> listed() throws NetmapException {
    return control.valeList().stream().map(ValePort::name).filter(n -> n.startsWith(vale)).toList();
  }

  @Test
  void portsOfSwitchesAreListedByTheirNumbers() throws NetmapException {
    Opened a = open(vale + ":a", builder -> builder.slots(16));
    open(vale + ":b", builder -> builder.slots(16));
    assertEquals(List.of(vale + ":a", vale + ":b"), listed());
    List<ValePort> ports =
        control.valeList().stream().filter(port -> port.name().startsWith(vale)).toList();
    assertEquals(0, ports.get(0).portIndex());
    assertEquals(1, ports.get(1).portIndex());
    assertEquals(ports.get(0).bridgeIndex(), ports.get(1).bridgeIndex());
    close(a);
    assertEquals(List.of(vale + ":b"), listed());
  }

  @Test
  void infoIsOfThePortThatIsThereOrWouldBeMade() throws NetmapException {
    Opened a = open(vale + ":a", builder -> builder.slots(32).rxRings(2));
    PortInfo info = control.portInfo(vale + ":a", 0);
    assertEquals(new Geometry(1, 2, 0, 0, 32, 32), withoutHost(info.geometry()));
    assertEquals(a.registration.reply().memId(), info.memId());
    assertEquals(a.registration.region().byteSize(), info.memoryBytes());
    info = control.portInfo(vale + ":none", 0);
    assertEquals(new Geometry(1, 1, 0, 0, 1024, 1024), withoutHost(info.geometry()));
    assertEquals(List.of(vale + ":a"), listed(), "it was made and dropped");
  }

  private static Geometry withoutHost(Geometry from) {
    return new Geometry(from.txRings(), from.rxRings(), 0, 0, from.txSlots(), from.rxSlots());
  }

  @Test
  void regionsCanBeAskedForByNumber() throws NetmapException {
    Opened a = open(vale + ":a", builder -> builder.slots(16));
    PortInfo info = control.portInfo("", a.registration.reply().memId());
    assertEquals(a.registration.region().byteSize(), info.memoryBytes());
    assertThrows(NetmapException.class, () -> control.portInfo("", 60_000));
  }

  @Test
  void poolsAreWhereTheRingsSayTheyAre() throws NetmapException {
    Opened a = open(vale + ":a", builder -> builder.slots(16));
    PoolsInfo pools = control.poolsInfo(vale + ":a", 0);
    assertEquals(a.registration.reply().memId(), pools.memId());
    assertEquals(a.registration.region().byteSize(), pools.memoryBytes());
    assertEquals(0, pools.interfaces().offset());
    assertEquals(a.rx().base() + a.rx().bufOfs(), pools.buffers().offset());
    assertEquals(2048, pools.buffers().size());
    assertEquals(0, (a.rx().base() - pools.rings().offset()) % pools.rings().size());
    assertTrue(pools.buffers().objects() > 4 * 16);
  }

  @Test
  void aPersistentPortIsThereUntilItIsDeleted() throws IOException {
    String name = name("pe");
    control.newInterface(name, SMALL, 0);
    assertThrows(NetmapException.class, () -> control.newInterface(name, SMALL, 0));
    up(name);
    Opened port = open(name);
    assertEquals(16, port.tx().slots());
    port.send(frames(1, 3));
    assertEquals("3,3,2", port.tx().indices(), "on no switch they go nowhere");
    assertThrows(NetmapException.class, () -> control.deleteInterface(name));
    close(port);
    control.deleteInterface(name);
    assertThrows(NetmapException.class, () -> control.deleteInterface(name));
    refused(NetmapError.NoSuchPort.class, name);
  }

  @Test
  void aPersistentPortCanBePutOnASwitch() throws IOException {
    String name = name("pe");
    control.newInterface(name, SMALL, 0);
    up(name);
    refused(NetmapError.CannotOpen.class, vale + ":" + name);
    Opened other = open(vale + ":o", builder -> builder.slots(16));
    assertEquals(1, control.valeAttach(vale + ":" + name, false));
    assertEquals(List.of(vale + ":o", vale + ":" + name), listed());
    assertThrows(NetmapException.class, () -> control.valeAttach(vale + ":" + name, false));
    assertEquals(0, other.arrived());
    assertEquals(1, control.valeDetach(vale + ":" + name));
    assertEquals(List.of(vale + ":o"), listed());
    assertThrows(NetmapException.class, () -> control.valeDetach(vale + ":" + name));
    control.deleteInterface(name);
  }

  @Test
  void aPersistentPortStaysOnItsSwitchWhenItIsClosed() throws IOException {
    assumeFalse(
        renamesAttachedPorts(), "the module renames an attached port that is opened: it is lost");
    String name = name("pe");
    control.newInterface(name, SMALL, 0);
    Opened other = open(vale + ":o", builder -> builder.slots(16));
    control.valeAttach(vale + ":" + name, false);
    Opened port = open(vale + ":" + name);
    port.send(frames(1, 3));
    same(Arrays.asList(frames(1, 3)), other.take());
    other.send(frames(5, 2));
    same(Arrays.asList(frames(5, 2)), port.take());
    close(port);
    assertEquals(List.of(vale + ":o", vale + ":" + name), listed());
    control.valeDetach(vale + ":" + name);
    control.deleteInterface(name);
  }

  @Test
  void whatIsNotThereCannotBeAttached() {
    assertThrows(NetmapException.class, () -> control.valeAttach(vale + ":nosuch0", false));
    assertThrows(NetmapException.class, () -> control.valeDetach(vale + ":nosuch0"));
    assertThrows(NetmapException.class, () -> control.newInterface(vale + ":x", SMALL, 0));
    assertThrows(NetmapException.class, () -> control.newInterface("a2345678901234567", SMALL, 0));
  }

  @Test
  void aPortHasNoHeaderUnlessSet() throws NetmapException {
    open(vale + ":a", builder -> builder.slots(16));
    assertEquals(0, control.headerLength(vale + ":a"));
    control.setHeaderLength(vale + ":a", 0);
    assertThrows(NetmapException.class, () -> control.setHeaderLength(vale + ":a", 7));
  }
}
