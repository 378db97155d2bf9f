package org.netmap4j.engine.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.embedded.Port.Bound;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/** The NICs that stand on switches, by the names that they have there. Under the engine's lock. */
final class Attachments {
  private final Switches switches;
  private final Map<String, AttachedNic> attached = new HashMap<>();

  Attachments(Switches switches) {
    this.switches = switches;
  }

  /** Whether the NIC of this name stands on a switch. */
  boolean holds(String nic) {
    return attached.values().stream().anyMatch(one -> one.port().name().equals(nic));
  }

  /** How a NIC that is attached is opened. */
  static RegisterRequest request(String nic, boolean host) {
    int mode = host ? NetmapAbi.REG_NIC_SW : NetmapAbi.REG_ALL_NIC;
    return new RegisterRequest(nic, mode, 0, 0, 0, 0, Geometry.ANY, false);
  }

  /** Puts a NIC with its rings on a switch; answers its number. */
  int add(String name, NicPort port, List<Bound> rings, boolean host) throws NetmapException {
    AttachedNic nic = new AttachedNic(port, rings, host);
    ValeSwitch vale = switches.findOrMake(name);
    try {
      nic.stand(name, vale);
      vale.nics().add(nic);
    } catch (NetmapException e) {
      nic.leave();
      switches.dropIfEmpty(vale);
      throw e;
    }
    attached.put(name, nic);
    return nic.number();
  }

  /** Takes a NIC from its switch. */
  AttachedNic remove(String name) throws NetmapException {
    AttachedNic nic = attached.get(name);
    if (nic == null) {
      throw Ports.cannotOpen(name, "no NIC of this name is attached", "list the ports");
    }
    ValeSwitch vale = nic.vale();
    if (vale != null) {
      vale.nics().remove(nic);
    }
    attached.remove(name);
    nic.leave();
    if (vale != null) {
      switches.dropIfEmpty(vale);
    }
    return nic;
  }

  /** Whether this is the name of a NIC on a switch. */
  boolean contains(String name) {
    return attached.containsKey(name);
  }
}
