package org.netmap4j.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.PortKind;
import org.netmap4j.engine.RegisterReply;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.ExternalMemory;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.kernel.Replies.Registered;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;
import org.netmap4j.host.NetInterfaces;
import org.netmap4j.host.Promiscuous;

/** netmap's kernel module. */
public final class KernelEngine implements Engine {
  /** The engine's name. */
  public static final String NAME = "kernel";

  private static final long MONITOR =
      NetmapAbi.NR_MONITOR_RX | NetmapAbi.NR_MONITOR_TX | NetmapAbi.NR_ZCOPY_MON;

  private final Control control = new KernelControl();

  /** The engine; whether it can be used is said by {@link KernelProvider#unavailability}. */
  public KernelEngine() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Control control() {
    return control;
  }

  @Override
  public Registration register(RegisterRequest asked) throws NetmapException {
    Holdings held = new Holdings();
    try {
      return register(asked, held);
    } catch (NetmapException | RuntimeException e) {
      held.close();
      throw e;
    }
  }

  private Registration register(RegisterRequest asked, Holdings held) throws NetmapException {
    String name = asked.name();
    PortKind kind = kind(asked);
    if (asked.options().readOnly() && kind != PortKind.NULL) {
      throw new NetmapException(
          new NetmapError.Unsupported(
              "open " + name + " for reading only",
              "this kind of port, which is synced by writing",
              "open a NULL port"));
    }
    Link link = kind == PortKind.NIC ? Link.of(name) : Link.none(name);
    held.add(link::close);
    link.ensureUp(false); // a call on a port of it would not come back
    if (asked.promiscuous() && NetInterfaces.exists(name)) {
      held.add(Promiscuous.on(name)::close);
    }
    int memId = region(asked);
    Device device = Device.open();
    held.add(device::close);
    Optional<Mapping> file = externalMemory(asked, held);
    int kept = file.isPresent() ? regionInUse(asked.name(), kind) : 0;
    Request request = Requests.register(asked, memId, file.map(Mapping::memory));
    int answer = device.control(request);
    if (answer < 0) {
      throw new NetmapException(RegisterErrors.error(asked, request, answer));
    }
    Registered registered = Replies.registered(request);
    boolean open = registered.memId() == kept;
    MemorySegment region =
        asked.options().readOnly()
            ? Mapping.readOnly(device, registered.memoryBytes(), held)
            : mapped(registered, open ? Optional.empty() : file, held);
    RegisterReply reply = reply(kind, registered, region);
    return new KernelRegistration(link, device, region, reply, held);
  }

  /**
   * The region of a port that may be open already: it then keeps that, whatever file is asked for.
   */
  private int regionInUse(String name, PortKind kind) throws NetmapException {
    boolean exists = kind == PortKind.NIC || (kind == PortKind.VALE && isListed(name));
    return exists ? control.portInfo(name, 0).memId() : 0;
  }

  private boolean isListed(String name) throws NetmapException {
    return control.valeList().stream().anyMatch(port -> name.equals(port.name()));
  }

  private static Optional<Mapping> externalMemory(RegisterRequest asked, Holdings held)
      throws NetmapException {
    Optional<ExternalMemory> wish = asked.options().externalMemory();
    if (wish.isEmpty()) {
      return Optional.empty();
    }
    Mapping file = Mapping.ofFile(asked.name(), wish.get().file());
    held.add(file::release);
    return Optional.of(file);
  }

  private static MemorySegment mapped(Registered registered, Optional<Mapping> file, Holdings held)
      throws NetmapException {
    if (file.isPresent()) {
      file.get().isRegion(registered.memId());
      return file.get().memory();
    }
    Mapping region = Mapping.acquire(registered.memId(), registered.memoryBytes());
    held.add(region::release);
    return region.memory();
  }

  private static PortKind kind(RegisterRequest asked) {
    String name = asked.name();
    if (asked.mode() == NetmapAbi.REG_NULL) {
      return PortKind.NULL;
    }
    if ((asked.flags() & MONITOR) != 0) {
      return PortKind.MONITOR;
    }
    if (name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
      return PortKind.PIPE;
    }
    return isVale(name) ? PortKind.VALE : PortKind.NIC;
  }

  private static boolean isVale(String name) {
    return name.startsWith("vale") && name.indexOf(':') > 0;
  }

  /** The region asked for by its number, by the port that has it, or not at all: 0. */
  private int region(RegisterRequest asked) throws NetmapException {
    Optional<String> share = asked.options().share();
    if (share.isEmpty()) {
      return asked.memId();
    }
    int shared = sharedRegion(asked.name(), share.get());
    if (asked.memId() != 0 && asked.memId() != shared) {
      throw new NetmapException(
          new NetmapError.CannotOpen(
              asked.name(),
              "the memory of %s is region %d, and @%d asks for another"
                  .formatted(share.get(), shared, asked.memId()),
              "leave @" + asked.memId() + " out"));
    }
    return shared;
  }

  /** Asking the module about a VALE port makes it if it is not there, and tells its region. */
  private int sharedRegion(String name, String other) throws NetmapException {
    String onSwitch = other.replaceFirst("[{}].*", "");
    if (isVale(other) && !isListed(onSwitch)) {
      throw new NetmapException(
          new NetmapError.CannotOpen(
              name, "there is no port " + other + " to share memory with", "open that one first"));
    }
    return control.portInfo(other, 0).memId();
  }

  private static RegisterReply reply(PortKind kind, Registered registered, MemorySegment region) {
    long nifp = registered.nifpOffset();
    int memId = registered.memId();
    int extra = registered.extraBuffers();
    long ring = anyRing(region, nifp);
    if (ring == 0) {
      return new RegisterReply(nifp, memId, 0, extra, kind, 0);
    }
    int bufferSize = region.get(JAVA_INT, ring + NetmapAbi.RING_BUF_SIZE);
    long buffers = ring + region.get(JAVA_LONG, ring + NetmapAbi.RING_BUF_OFS);
    // buffers fill the region to its end: every index below this lies inside the mapping
    int count = (int) ((region.byteSize() - buffers) / bufferSize);
    // emulated adapters send slot by slot, and nothing tells them from native ones
    int longest = kind == PortKind.NIC ? bufferSize : bufferSize * NetmapAbi.MAX_FRAGS;
    return new RegisterReply(nifp, memId, count, extra, kind, longest);
  }

  /** A ring that the registration binds, or 0: where buffers are is the same in all. */
  private static long anyRing(MemorySegment region, long nifp) {
    int rings =
        region.get(JAVA_INT, nifp + NetmapAbi.IF_TX_RINGS)
            + region.get(JAVA_INT, nifp + NetmapAbi.IF_RX_RINGS)
            + region.get(JAVA_INT, nifp + NetmapAbi.IF_HOST_TX_RINGS)
            + region.get(JAVA_INT, nifp + NetmapAbi.IF_HOST_RX_RINGS);
    for (int i = 0; i < rings; i++) {
      long offset = region.get(JAVA_LONG, nifp + NetmapAbi.IF_RING_OFS + 8L * i);
      if (offset != 0) {
        return nifp + offset;
      }
    }
    return 0;
  }
}
