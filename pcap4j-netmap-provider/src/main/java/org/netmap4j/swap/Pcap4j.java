package org.netmap4j.swap;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Names in pcap4j and JNA, as 1.8.2 and 2.0.0-alpha.6 have them. */
final class Pcap4j {
  static final String NATIVE_MAPPINGS = Helpers.PACKAGE + "NativeMappings";
  static final String LIBRARY = NATIVE_MAPPINGS + "$PcapLibrary";
  static final String HANDLE = Helpers.PACKAGE + "PcapHandle";
  static final String PCAPS = Helpers.PACKAGE + "Pcaps";

  static final ClassDesc POINTER = ClassDesc.of("com.sun.jna.Pointer");
  static final ClassDesc POINTER_BY_REFERENCE = ClassDesc.of("com.sun.jna.ptr.PointerByReference");
  static final ClassDesc PACKET_HEADER = ClassDesc.ofInternalName(NATIVE_MAPPINGS + "$pcap_pkthdr");
  static final ClassDesc LOCK = ClassDesc.of(ReentrantReadWriteLock.class.getName());

  static final MethodTypeDesc GET_DEV_BY_NAME =
      MethodTypeDesc.of(
          ClassDesc.ofInternalName(Helpers.PACKAGE + "PcapNetworkInterface"),
          ClassDesc.of(String.class.getName()));

  private Pcap4j() {}
}
