package org.netmap4j.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.netmap4j.error.Printable;
import org.netmap4j.ffi.Libc;
import org.netmap4j.ffi.LinuxAbi;

/**
 * An interface as rtnetlink(7) describes it, in the network namespace of the caller.
 *
 * @param up whether it is administratively up
 * @param carrier whether there is something at the other end; where it is down, this is not known
 * @param mtu its MTU in bytes
 * @param qdisc the name of its root queueing discipline, made printable; empty when it has none.
 *     The netmap module puts {@code netmapemu} there where it emulates netmap
 * @param other the index of the interface below it, or of its other end
 * @param otherElsewhere whether that one is in another network namespace
 */
public record Link(
    boolean up,
    Optional<Boolean> carrier,
    int mtu,
    String qdisc,
    OptionalInt other,
    boolean otherElsewhere) {
  private static final int REPLY_BYTES = 1 << 16;
  private static final int MESSAGE = LinuxAbi.NLMSGHDR_SIZE + LinuxAbi.IFINFOMSG_SIZE;

  /** The interface of this name; empty when there is none, or the system does not say. */
  public static Optional<Link> find(String name) {
    int index = NetInterfaces.index(name);
    if (index == 0) {
      return Optional.empty();
    }
    int socket =
        Libc.socket(
            LinuxAbi.AF_NETLINK, LinuxAbi.SOCK_RAW | LinuxAbi.SOCK_CLOEXEC, LinuxAbi.NETLINK_ROUTE);
    if (socket < 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      return ask(socket, index, arena);
    } finally {
      Libc.close(socket);
    }
  }

  private static Optional<Link> ask(int socket, int index, Arena arena) {
    MemorySegment request = arena.allocate(MESSAGE, 4);
    request.set(JAVA_INT, 0, MESSAGE);
    request.set(JAVA_SHORT, 4, (short) LinuxAbi.RTM_GETLINK);
    request.set(JAVA_SHORT, 6, (short) LinuxAbi.NLM_F_REQUEST);
    request.set(JAVA_INT, LinuxAbi.NLMSGHDR_SIZE + 4, index);
    if (Libc.write(socket, request, MESSAGE) != MESSAGE) {
      return Optional.empty();
    }
    // the kernel has answered by now: it does so within the call that asks
    MemorySegment reply = arena.allocate(REPLY_BYTES, 8);
    long length = Libc.recv(socket, reply, LinuxAbi.MSG_DONTWAIT);
    boolean whole =
        length >= MESSAGE
            && reply.get(JAVA_SHORT, 4) == LinuxAbi.RTM_NEWLINK
            && reply.get(JAVA_INT, 0) <= length
            && reply.get(JAVA_INT, LinuxAbi.NLMSGHDR_SIZE + 4) == index;
    return whole ? Optional.of(parse(reply.asSlice(0, reply.get(JAVA_INT, 0)))) : Optional.empty();
  }

  private static Link parse(MemorySegment message) {
    boolean up = (message.get(JAVA_INT, LinuxAbi.NLMSGHDR_SIZE + 8) & LinuxAbi.IFF_UP) != 0;
    Optional<Boolean> carrier = Optional.empty();
    int mtu = 0;
    String qdisc = "";
    OptionalInt other = OptionalInt.empty();
    boolean elsewhere = false;
    long at = MESSAGE;
    while (at + LinuxAbi.RTATTR_SIZE <= message.byteSize()) {
      int length = message.get(JAVA_SHORT, at) & 0xffff;
      if (length < LinuxAbi.RTATTR_SIZE || at + length > message.byteSize()) {
        break;
      }
      int type = message.get(JAVA_SHORT, at + 2) & 0xffff & LinuxAbi.NLA_TYPE_MASK;
      MemorySegment value = message.asSlice(at + LinuxAbi.RTATTR_SIZE, length - 4L);
      switch (type) {
        case LinuxAbi.IFLA_MTU -> mtu = number(value);
        case LinuxAbi.IFLA_CARRIER ->
            carrier =
                up && value.byteSize() > 0
                    ? Optional.of(value.get(JAVA_BYTE, 0) != 0)
                    : Optional.empty();
        case LinuxAbi.IFLA_QDISC -> qdisc = text(value);
        case LinuxAbi.IFLA_LINK -> other = OptionalInt.of(number(value));
        case LinuxAbi.IFLA_LINK_NETNSID -> elsewhere = true;
        default -> {
          // not asked for
        }
      }
      at += (length + 3L) & ~3L;
    }
    return new Link(up, carrier, mtu, qdisc, other, elsewhere);
  }

  private static int number(MemorySegment value) {
    return value.byteSize() >= 4 ? value.get(JAVA_INT, 0) : 0;
  }

  private static String text(MemorySegment value) {
    String text = new String(value.toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return Printable.text(end < 0 ? text : text.substring(0, end));
  }

  /** The name of that other interface, where it is in this namespace. */
  public Optional<String> otherName() {
    return other.isPresent() && !otherElsewhere
        ? NetInterfaces.list().stream()
            .filter(device -> device.index() == other.getAsInt())
            .map(NetInterface::name)
            .findFirst()
        : Optional.empty();
  }
}
