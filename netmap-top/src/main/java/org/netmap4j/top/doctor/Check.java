package org.netmap4j.top.doctor;

import java.util.List;
import org.netmap4j.top.model.Finding;
import org.netmap4j.top.model.Finding.Severity;

/** One thing that is looked at. Says also that all is well, so that it is known to be looked at. */
@FunctionalInterface
interface Check {
  /** The name of what concerns no interface in particular. */
  String HOST = "host";

  /** Where the module's parameters are. */
  String PARAMETERS = "/sys/module/netmap/parameters/";

  /** What is to be said. */
  List<Finding> of(Evidence evidence);

  /** All is well. */
  static Finding ok(String check, String subject, String evidence) {
    return new Finding(check, subject, Severity.OK, evidence, "", "");
  }

  /** It could not be looked at. */
  static Finding unknown(String check, String subject, String reason) {
    return new Finding(check, subject, Severity.UNKNOWN, reason, "", "");
  }
}
