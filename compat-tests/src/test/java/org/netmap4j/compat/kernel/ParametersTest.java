package org.netmap4j.compat.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.netmap4j.NetmapPort;
import org.netmap4j.compat.Commands;
import org.netmap4j.engine.kernel.ModuleParameters;
import org.netmap4j.engine.kernel.ModuleParameters.Pool;

/** The module's parameters: as the system shows them, while region 1 is there. */
@Tag("kernel")
class ParametersTest {
  @Test
  void areThoseOfTheModule() throws Exception {
    try (NetmapPort port = Kernel.open("vale5:params@1")) {
      ModuleParameters read = ModuleParameters.read();
      Map<String, Integer> found = new TreeMap<>();
      found.put(
          "admode",
          switch (read.adapters()) {
            case ANY -> 0;
            case NATIVE -> 1;
            case EMULATED -> 2;
          });
      found.put("generic_mit", read.generic().mitigationNanos());
      found.put("generic_ringsize", read.generic().ringSlots());
      found.put("generic_rings", read.generic().rings());
      found.put("generic_hwcsum", read.generic().checksums() ? 1 : 0);
      found.put("generic_txqdisc", read.generic().qdisc() ? 1 : 0);
      found.put("fwd", read.forward() ? 1 : 0);
      put(found, "if", read.interfaces());
      put(found, "ring", read.rings());
      put(found, "buf", read.buffers());
      List<String> lines =
          Commands.ok("cd /sys/module/netmap/parameters && grep . *").lines().toList();
      for (Map.Entry<String, Integer> parameter : found.entrySet()) {
        String line = parameter.getKey() + ":" + parameter.getValue();
        assertTrue(lines.contains(line), line + " is not in " + lines);
      }
      assertEquals(port.rxRings().getFirst().bufferSize(), read.buffers().current().bytes());
    }
  }

  private static void put(Map<String, Integer> found, String name, Pool pool) {
    found.put(name + "_num", pool.asked().objects());
    found.put(name + "_size", pool.asked().bytes());
    found.put(name + "_curr_num", pool.current().objects());
    found.put(name + "_curr_size", pool.current().bytes());
    found.put("priv_" + name + "_num", pool.ofPrivateRegions().objects());
    found.put("priv_" + name + "_size", pool.ofPrivateRegions().bytes());
  }
}
