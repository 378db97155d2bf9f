package org.netmap4j.engine.kernel;

import org.netmap4j.error.NetmapError;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;
import org.netmap4j.host.NetInterfaces;

/** Says in words what the module means by an errno, and what to do about it. */
final class Errno {
  /** What is being asked for. */
  enum Operation {
    /** NETMAP_REQ_REGISTER. */
    REGISTER("open"),
    /** NETMAP_REQ_PORT_INFO_GET and NETMAP_REQ_POOLS_INFO_GET. */
    INFO("ask about"),
    /** NETMAP_REQ_VALE_ATTACH. */
    ATTACH("attach"),
    /** NETMAP_REQ_VALE_DETACH. */
    DETACH("detach"),
    /** NETMAP_REQ_VALE_NEWIF. */
    NEW_INTERFACE("make"),
    /** NETMAP_REQ_VALE_DELIF. */
    DELETE_INTERFACE("delete"),
    /** NETMAP_REQ_VALE_POLLING_ENABLE and NETMAP_REQ_VALE_POLLING_DISABLE. */
    POLLING("poll"),
    /** NETMAP_REQ_PORT_HDR_SET and NETMAP_REQ_PORT_HDR_GET. */
    HEADER("set or get the header length of"),
    /** NETMAP_REQ_VALE_LIST. */
    LIST("list");

    private final String verb;

    Operation(String verb) {
      this.verb = verb;
    }
  }

  private Errno() {}

  /** The error for {@code -errno}, as a call on {@code name} answered it. */
  static NetmapError error(Operation operation, String name, int answer) {
    int errno = -answer;
    String what = operation.verb + " " + name;
    return switch (errno) {
      case LinuxAbi.ENXIO ->
          operation == Operation.REGISTER || operation == Operation.INFO
              ? new NetmapError.NoSuchPort(name, NetInterfaces.names())
              : cannot(name, what + ": there is no such port", "list them with vale-ctl -l");
      case LinuxAbi.EBUSY -> busy(operation, name);
      case LinuxAbi.EEXIST ->
          cannot(name, "an interface of this name exists", "choose another name");
      case LinuxAbi.ENOMEM ->
          new NetmapError.NoSpace(
              "netmap memory, switches or ports for " + name,
              1,
              0,
              "raise ring_num, buf_num or priv_ring_num under /sys/module/netmap/parameters, "
                  + "close other ports, or check the switch's name");
      case LinuxAbi.EOPNOTSUPP ->
          operation == Operation.POLLING
              ? cannot(name, "only an attached NIC can be polled", "attach the NIC first")
              : new NetmapError.Unsupported(
                  what,
                  "this netmap module or driver",
                  "with admode=1 only native drivers do: "
                      + "echo 0 > /sys/module/netmap/parameters/admode");
      case LinuxAbi.EFAULT ->
          operation == Operation.POLLING
              ? cannot(
                  name, "it is polled already, or is not being polled", "end or begin it first")
              : new NetmapError.SystemCall(what, errno, Libc.strerror(errno));
      case LinuxAbi.EIO ->
          cannot(name, "the port has a virtio-net header", "open it with NR_ACCEPT_VNET_HDR");
      case LinuxAbi.EINVAL -> invalid(operation, name);
      case LinuxAbi.EPERM, LinuxAbi.EACCES ->
          new NetmapError.NoPermission(what, "CAP_NET_ADMIN", "run as root, for example with sudo");
      default -> new NetmapError.SystemCall(what, errno, Libc.strerror(errno));
    };
  }

  private static NetmapError cannot(String name, String cause, String remedy) {
    return new NetmapError.CannotOpen(name, cause, remedy);
  }

  private static NetmapError busy(Operation operation, String name) {
    return operation == Operation.REGISTER
        ? cannot(
            name,
            "its rings are in use exclusively, or it is attached to a VALE switch",
            "close the other port, or open without /x")
        : cannot(name, "it is in use", "close the ports on it");
  }

  private static NetmapError invalid(Operation operation, String name) {
    return switch (operation) {
      case REGISTER ->
          cannot(
              name,
              "netmap finds the request impossible: a ring, host ring or memory region that is not "
                  + "there, a monitor of a port that nobody has open, or an MTU above the buffer size",
              "check ring numbers and @N; for a monitor, open the port first; else lower the MTU");
      case INFO -> cannot(name, "there is no such memory region", "leave @N out");
      case ATTACH ->
          cannot(name, "there is no such interface to attach", "create it or check the name");
      case HEADER ->
          cannot(name, "no VALE port, or no length of a header", "give 0, 10 or 12 bytes");
      case POLLING ->
          cannot(
              name,
              "no such way to poll it",
              "give mode 1 and 1 CPU, or mode 2 and CPUs that are numbers of its rings; one CPU of "
                  + "the machine must be left over");
      case DETACH, NEW_INTERFACE, DELETE_INTERFACE, LIST ->
          cannot(name, "netmap finds the request impossible", "check the name and the numbers");
    };
  }
}
