package org.netmap4j.observe;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.netmap4j.engine.Control;
import org.netmap4j.engine.Engine;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PortInfo;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.Registration;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.ffi.NetmapAbi;

/**
 * The kernel's engine for who may only look: it gives out NULL ports that are mapped for reading,
 * and monitors; all else, syncs of these included, is a fault that it remembers.
 */
final class KernelStub implements Engine {
  /** By number. */
  final TreeMap<Integer, MemorySegment> regions = new TreeMap<>();

  final List<ValePort> listed = new ArrayList<>();

  /** NICs in netmap mode. */
  final Set<String> inNetmapMode = new HashSet<>();

  final List<String> faults = new ArrayList<>();
  final List<String> probed = new ArrayList<>();
  int open;
  PoolsInfo.Pool interfaces = new PoolsInfo.Pool(0, 8, 1024);

  @Override
  public String name() {
    return "kernel";
  }

  private AssertionError fault(String what) {
    faults.add(what);
    return new AssertionError(what);
  }

  @Override
  public Registration register(RegisterRequest request) throws NetmapException {
    if (request.mode() == NetmapAbi.REG_NULL && request.options().readOnly()) {
      MemorySegment region = regions.get(request.memId());
      if (region == null) {
        throw none(request.name());
      }
      return registration(region.asReadOnly());
    }
    long monitor = NetmapAbi.NR_MONITOR_RX | NetmapAbi.NR_MONITOR_TX;
    if (request.flags() != monitor || isVale(request.name())) {
      throw fault("registered " + request);
    }
    probed.add(request.name());
    if (!inNetmapMode.contains(request.name())) {
      throw none(request.name());
    }
    return registration(MemorySegment.NULL);
  }

  private static boolean isVale(String name) {
    return name.startsWith("vale") || name.indexOf('{') >= 0 || name.indexOf('}') >= 0;
  }

  private static NetmapException none(String name) {
    return new NetmapException(new NetmapError.CannotOpen(name, "EINVAL", "none"));
  }

  private Registration registration(MemorySegment region) {
    open++;
    return (Registration)
        Proxy.newProxyInstance(
            KernelStub.class.getClassLoader(),
            new Class<?>[] {Registration.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "region" -> region;
                  case "close" -> {
                    open--;
                    yield null;
                  }
                  default -> throw fault(method.getName() + " of a port that only looks");
                });
  }

  @Override
  public Control control() {
    return (Control)
        Proxy.newProxyInstance(
            KernelStub.class.getClassLoader(),
            new Class<?>[] {Control.class},
            (proxy, method, arguments) -> control(method.getName(), arguments));
  }

  private Object control(String request, Object[] arguments) throws NetmapException {
    return switch (request) {
      case "valeList" -> List.copyOf(listed);
      case "portInfo" ->
          info(arguments[0].equals("") ? (int) arguments[1] : regionOf((String) arguments[0]));
      case "poolsInfo" ->
          new PoolsInfo(regionOf((String) arguments[0]), 1, interfaces, interfaces, interfaces);
      default -> throw fault(request);
    };
  }

  /** The region of a listed port: its place in the list tells; asking about others makes them. */
  private int regionOf(String name) {
    for (ValePort port : listed) {
      if (port.name().equals(name)) {
        return port.bridgeIndex();
      }
    }
    if (inNetmapMode.contains(name)) {
      return 1; // of a NIC that somebody has, asking makes nothing
    }
    throw fault("asked about " + name + ", which makes it");
  }

  private PortInfo info(int id) throws NetmapException {
    MemorySegment region = regions.get(id);
    if (region == null) {
      throw none("region " + id);
    }
    return new PortInfo(Geometry.ANY, id, region.byteSize());
  }
}
