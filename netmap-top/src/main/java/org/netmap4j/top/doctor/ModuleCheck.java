package org.netmap4j.top.doctor;

import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;

/** Whether the module is there, and its device may be used. */
final class ModuleCheck implements Check {
  private static final String NAME = "module";
  private static final String DEVICE = "/dev/netmap";

  @Override
  public List<Finding> of(Evidence evidence) {
    Evidence.Module module = evidence.module();
    if (!module.loaded() && module.node() == Evidence.Node.ABSENT) {
      return List.of(absent(module));
    }
    return List.of(
        switch (module.node()) {
          case ABSENT ->
              new Finding(
                  NAME,
                  HOST,
                  Severity.FAULT,
                  "the module is loaded, and " + DEVICE + " is not there",
                  "nothing can use the module",
                  make(module));
          case REFUSED ->
              new Finding(
                  NAME,
                  HOST,
                  Severity.WARNING,
                  DEVICE + " is " + module.nodeText() + ", and this user may not open it",
                  "the module's ports can be neither opened nor seen",
                  "chgrp %s %s && chmod g+rw %s".formatted(evidence.run().group(), DEVICE, DEVICE));
          case USABLE -> Check.ok(NAME, HOST, "loaded; " + DEVICE + " may be opened");
        });
  }

  private static Finding absent(Evidence.Module module) {
    boolean installed = Boolean.TRUE.equals(module.installed());
    return new Finding(
        NAME,
        HOST,
        Severity.NOTE,
        "netmap's module is not loaded"
            + (Boolean.FALSE.equals(module.installed())
                ? ", and this kernel's modules have none"
                : ""),
        "ports are those of the embedded engine, on packet sockets",
        installed ? "modprobe netmap" : "");
  }

  private static String make(Evidence.Module module) {
    String number = module.deviceNumber();
    return number == null
        ? "modprobe -r netmap && modprobe netmap"
        : "mknod -m 600 %s c %s".formatted(DEVICE, number.replace(':', ' '));
  }
}
