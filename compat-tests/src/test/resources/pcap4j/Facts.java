import java.io.File;
import java.net.InetAddress;
import java.nio.file.Files;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.PcapDumper;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.pcap4j.core.RawPacketListener;
import org.pcap4j.packet.namednumber.DataLinkType;
import org.pcap4j.util.ByteArrays;

/** Facts FOLDER: what pcap4j says of all that needs no interface; the same with and without swap. */
public final class Facts {
  interface Action {
    Object run() throws Exception;
  }

  static void say(String what, Action action) {
    try {
      System.out.println(what + ": " + action.run());
    } catch (PcapNativeException e) {
      System.out.println(what + ": PcapNativeException " + e.getReturnCode());
    } catch (Throwable e) {
      System.out.println(what + ": " + e.getClass().getName());
    }
  }

  static final RawPacketListener PRINT =
      new RawPacketListener() {
        public void gotPacket(byte[] packet) {
          System.out.println("  got " + ByteArrays.toHexString(packet, ""));
        }
      };

  public static void main(String[] args) throws Exception {
    names();
    PcapHandle dead = Pcaps.openDead(DataLinkType.EN10MB, 65536);
    handle("dead", dead);
    filters(dead);
    for (TimestampPrecision precision : TimestampPrecision.values()) {
      String file = new File(args[0], precision + ".pcap").toString();
      PcapHandle of = Pcaps.openDead(DataLinkType.EN10MB, 96, precision);
      PcapDumper dumper = of.dumpOpen(file);
      for (int i = 0; i < 6; i++) {
        java.sql.Timestamp time = new java.sql.Timestamp(1700000000123L + i);
        time.setNanos(123456789 + i);
        dumper.dumpRaw(packet(i), time);
      }
      say("ftell", () -> dumper.ftell());
      say("flush", () -> { dumper.flush(); return "done"; });
      dumper.close();
      say("ftell, closed", () -> dumper.ftell());
      System.out.println("file " + ByteArrays.toHexString(Files.readAllBytes(new File(file).toPath()), ""));
      for (TimestampPrecision as : TimestampPrecision.values()) {
        read(file, as);
      }
      of.close();
    }
    say("a file that is none", () -> Pcaps.openOffline(args[0] + "/none"));
    Files.write(new File(args[0], "text").toPath(), "no savefile at all, but a text".getBytes());
    say("a file of text", () -> Pcaps.openOffline(args[0] + "/text"));
    say("a dump into no folder", () -> dead.dumpOpen(args[0] + "/none/file"));
    dead.close();
    dead.close();
    handle("closed", dead);
  }

  /** Of 60 bytes to more than the snapshot length of the file. */
  static byte[] packet(int i) {
    byte[] packet = new byte[60 + 20 * i];
    packet[12] = 8;
    packet[13] = (byte) (i % 2 * 6);
    packet[14] = 0x45;
    packet[23] = 17;
    packet[37] = (byte) i;
    return packet;
  }

  static void names() {
    for (int dlt : new int[] {0, 1, 12, 105, 113, 127, 13, 399, -1}) {
      say("name " + dlt, () -> Pcaps.dataLinkValToName(dlt));
      say("description " + dlt, () -> Pcaps.dataLinkValToDescription(dlt));
    }
    for (String name : new String[] {"EN10MB", "en10mb", "RAW", "DLT_RAW", "", "none"}) {
      say("value of " + name, () -> Pcaps.dataLinkNameToVal(name).value());
    }
    for (int errno : new int[] {0, 1, 2, 22, 110}) {
      say("error " + errno, () -> Pcaps.strError(errno));
    }
    say("net of none", () -> Pcaps.lookupNet("none0"));
    say("net of lo", () -> Pcaps.lookupNet("lo").getNetworkAddress() + " " + Pcaps.lookupNet("lo").getMask());
    say("device none", () -> Pcaps.getDevByName("none0"));
    say("device of address", () -> Pcaps.getDevByAddress(InetAddress.getByName("127.0.0.1")).getName());
  }

  static void handle(String what, PcapHandle handle) {
    say(what + " dlt", () -> handle.getDlt());
    say(what + " datalinks", () -> handle.listDatalinks());
    say(what + " other dlt", () -> { handle.setDlt(DataLinkType.PPP); return "set"; });
    say(what + " same dlt", () -> { handle.setDlt(DataLinkType.EN10MB); return "set"; });
    say(what + " snapshot", () -> handle.getSnapshot());
    say(what + " swapped", () -> handle.isSwapped());
    say(what + " major", () -> handle.getMajorVersion());
    say(what + " minor", () -> handle.getMinorVersion());
    say(what + " precision", () -> handle.getTimestampPrecision());
    say(what + " stats", () -> handle.getStats());
    say(what + " blocking", () -> handle.getBlockingMode());
    say(what + " non-blocking", () -> { handle.setBlockingMode(BlockingMode.NONBLOCKING); return "set"; });
    say(what + " direction", () -> { handle.setDirection(PcapDirection.IN); return "set"; });
    say(what + " send", () -> { handle.sendPacket(new byte[60]); return "sent"; });
    say(what + " send null", () -> { handle.sendPacket((byte[]) null); return "sent"; });
    say(what + " filter", () -> { handle.setFilter("udp", BpfCompileMode.OPTIMIZE); return handle.getFilteringExpression(); });
    say(what + " bad filter", () -> { handle.setFilter("no filter at all", BpfCompileMode.OPTIMIZE); return "set"; });
    say(what + " time", () -> handle.getTimestamp());
    say(what + " length", () -> handle.getOriginalLength());
    say(what + " open", () -> handle.isOpen());
    if (what.equals("dead")) {
      say(what + " next", () -> handle.getNextRawPacket());
      say(what + " next ex", () -> handle.getNextRawPacketEx());
      say(what + " loop", () -> { handle.loop(1, PRINT); return "done"; });
      say(what + " dispatch", () -> handle.dispatch(1, PRINT));
    }
  }

  static void filters(PcapHandle dead) throws Exception {
    for (String text : new String[] {"", "arp", "udp and len > 70", "ip broadcast"}) {
      BpfProgram program = dead.compileFilter(text, BpfCompileMode.OPTIMIZE, (java.net.Inet4Address) InetAddress.getByName("255.255.255.0"));
      StringBuilder matches = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        matches.append(program.applyFilter(packet(i)) ? '1' : '0');
        matches.append(program.applyFilter(packet(i), 1000, 20) ? '1' : '0');
      }
      System.out.println("filter '" + text + "' " + matches);
      program.free();
      program.free();
      System.out.println("freed: " + program.applyFilter(packet(1)) + " " + program.isFreed());
    }
    say("compile", () -> Pcaps.compileFilter(65536, DataLinkType.EN10MB, "udp", BpfCompileMode.NONOPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN).applyFilter(packet(2)));
    say("compile nothing", () -> Pcaps.compileFilter(65536, DataLinkType.EN10MB, "port http and", BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN));
    say("compile for no bytes", () -> Pcaps.compileFilter(0, DataLinkType.EN10MB, "udp", BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN));
    say("compile for 802.11", () -> Pcaps.compileFilter(65536, DataLinkType.IEEE802_11, "wlan[0] = 0", BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN).applyFilter(new byte[40]));
  }

  static void read(String file, TimestampPrecision as) throws Exception {
    PcapHandle handle = Pcaps.openOffline(file, as);
    handle("file", handle);
    handle.setFilter("", BpfCompileMode.OPTIMIZE);
    say("next", () -> ByteArrays.toHexString(handle.getNextRawPacket(), "") + " " + handle.getTimestamp() + " " + handle.getTimestamp().getNanos() + " " + handle.getOriginalLength());
    say("next ex", () -> ByteArrays.toHexString(handle.getNextRawPacketEx(), "") + " " + handle.getTimestamp().getNanos());
    handle.breakLoop();
    say("loop, broken", () -> { handle.loop(1, PRINT); return "done"; });
    say("loop of one", () -> { handle.loop(1, PRINT); return "done"; });
    handle.setFilter(Pcaps.compileFilter(65536, DataLinkType.EN10MB, "arp", BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN));
    say("dispatch", () -> handle.dispatch(1, PRINT));
    say("loop that breaks", () -> {
      handle.loop(-1, new RawPacketListener() {
        public void gotPacket(byte[] packet) {
          PRINT.gotPacket(packet);
          try {
            handle.breakLoop();
          } catch (Exception e) {
            System.out.println(e);
          }
          throw new IllegalStateException("a listener's own");
        }
      });
      return "done";
    });
    say("dispatch at the end", () -> handle.dispatch(-1, PRINT));
    say("loop at the end", () -> { handle.loop(-1, PRINT); return "done"; });
    say("next at the end", () -> handle.getNextRawPacket());
    say("next ex at the end", () -> handle.getNextRawPacketEx());
    handle.close();
    say("next of a closed one", () -> handle.getNextRawPacket());
  }
}
