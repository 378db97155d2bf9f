import java.io.EOFException;
import java.io.File;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.PcapDumper;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.Pcaps;
import org.pcap4j.core.RawPacketListener;
import org.pcap4j.packet.namednumber.DataLinkType;

/** Misuse CASE DEVICE [MORE]: one thing that programs should not do, and what came of it. */
public final class Misuse {
  interface Action {
    void run() throws Exception;
  }

  static String outcome(Action action) {
    try {
      action.run();
      return "fine";
    } catch (PcapNativeException e) {
      return "PcapNativeException " + e.getReturnCode() + " " + e.getMessage();
    } catch (Throwable e) {
      return e.getClass().getSimpleName();
    }
  }

  static PcapHandle open(String device) throws Exception {
    return new PcapHandle.Builder(device).snaplen(65536).timeoutMillis(0).build();
  }

  static Thread start(String name, Action action) {
    Thread thread = new Thread(() -> System.out.println(name + ": " + outcome(action)));
    thread.start();
    return thread;
  }

  static final RawPacketListener NOTHING = packet -> {};

  public static void main(String[] args) throws Exception {
    String device = args[1];
    switch (args[0]) {
      case "closeDuringLoop": {
        PcapHandle handle = open(device);
        Thread loop = start("loop", () -> handle.loop(-1, NOTHING));
        Thread.sleep(500);
        handle.close();
        loop.join();
        System.out.println("then: " + outcome(() -> handle.loop(1, NOTHING)));
        break;
      }
      case "closeDuringNext": {
        PcapHandle handle = open(device);
        Thread next = start("next", () -> handle.getNextRawPacketEx());
        Thread.sleep(500);
        handle.close();
        next.join();
        break;
      }
      case "closeInListener": {
        PcapHandle handle = open(device);
        int[] seen = new int[1];
        System.out.println("ready");
        System.out.println("loop: " + outcome(() -> handle.loop(-1, (RawPacketListener) packet -> {
          seen[0]++;
          handle.close();
        })));
        System.out.println("seen: " + seen[0] + " open: " + handle.isOpen());
        System.out.println("then: " + outcome(() -> handle.getStats()));
        handle.close();
        break;
      }
      case "closeFileInListener": {
        PcapHandle dead = Pcaps.openDead(DataLinkType.EN10MB, 65536);
        PcapDumper dumper = dead.dumpOpen(args[2]);
        dumper.dumpRaw(new byte[60]);
        dumper.dumpRaw(new byte[60]);
        dumper.close();
        PcapHandle handle = Pcaps.openOffline(args[2]);
        System.out.println("loop: " + outcome(() -> handle.loop(-1, (RawPacketListener) packet -> handle.close())));
        System.out.println("open: " + handle.isOpen());
        break;
      }
      case "breakLoop": {
        PcapHandle handle = open(device);
        for (BlockingMode mode : BlockingMode.values()) {
          handle.setBlockingMode(mode);
          Thread loop = start("loop " + mode, () -> handle.loop(-1, NOTHING));
          Thread.sleep(500);
          handle.breakLoop();
          loop.join();
        }
        handle.setBlockingMode(BlockingMode.BLOCKING);
        Thread next = start("next", () -> handle.getNextRawPacketEx());
        Thread.sleep(500);
        handle.breakLoop();
        next.join();
        handle.close();
        break;
      }
      case "throwingListener": {
        PcapHandle handle = open(device);
        int[] seen = new int[1];
        System.out.println("ready");
        System.out.println("loop: " + outcome(() -> handle.loop(3, (RawPacketListener) packet -> {
          if (++seen[0] == 1) {
            throw new IllegalStateException("a listener's own");
          }
          throw new AssertionError("another");
        })));
        System.out.println("seen: " + seen[0]);
        handle.close();
        break;
      }
      case "twoHandles": {
        PcapHandle one = open(device);
        PcapHandle two = open(device);
        System.out.println("ready");
        Thread first = start("one", () -> one.loop(20, NOTHING));
        Thread second = start("two", () -> two.loop(20, NOTHING));
        first.join();
        second.join();
        one.close();
        System.out.println("one: " + one.isOpen() + " two: " + outcome(() -> two.getStats()));
        two.close();
        break;
      }
      case "sends": {
        PcapHandle handle = open(device);
        System.out.println("none: " + outcome(() -> handle.sendPacket(new byte[0])));
        System.out.println("more than there is: " + outcome(() -> handle.sendPacket(new byte[60], 61)));
        System.out.println("negative: " + outcome(() -> handle.sendPacket(new byte[60], -1)));
        System.out.println("too long: " + outcome(() -> handle.sendPacket(new byte[100000])));
        System.out.println("null: " + outcome(() -> handle.sendPacket((byte[]) null)));
        System.out.println("then: " + outcome(() -> handle.sendPacket(new byte[60])));
        handle.close();
        break;
      }
      case "filters": {
        PcapHandle handle = open(device);
        System.out.println("bad: " + outcome(() -> handle.setFilter("tcp port", BpfCompileMode.OPTIMIZE)));
        System.out.println("null: " + outcome(() -> handle.setFilter((String) null, BpfCompileMode.OPTIMIZE)));
        System.out.println("empty: " + outcome(() -> handle.setFilter("", BpfCompileMode.OPTIMIZE)));
        handle.close();
        break;
      }
      case "devices": {
        System.out.println("port: " + outcome(() -> open("netmap:none0")));
        System.out.println("name: " + outcome(() -> open("netmap:" + device + "/q")));
        System.out.println("inline: " + outcome(() -> open("inline:none0")));
        System.out.println("live: " + outcome(() -> Pcaps.getDevByName("netmap:none0").openLive(1, PromiscuousMode.PROMISCUOUS, 1)));
        System.out.println("unknown: " + Pcaps.getDevByName("none0"));
        System.out.println("monitor: " + outcome(() -> new PcapHandle.Builder(device).rfmon(true).build()));
        break;
      }
      case "open": {
        System.out.println("open: " + outcome(() -> open(device)));
        break;
      }
      case "list": {
        System.out.println("list: " + outcome(() -> Pcaps.findAllDevs()));
        break;
      }
      case "forgotten": {
        List<byte[]> waste = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          open(device);
        }
        System.out.println("sockets: " + sockets());
        for (int i = 0; i < 100 && sockets() > 0; i++) {
          System.gc();
          Thread.sleep(100);
        }
        System.out.println("left: " + sockets());
        break;
      }
      case "mixed": {
        // device is libpcap's, args[2] ours; each handle's packets into each other's file
        PcapHandle theirs =
            new PcapHandle.Builder(device).snaplen(65536).immediateMode(true).build();
        PcapHandle ours = open(args[2]);
        PcapDumper theirFile = theirs.dumpOpen(args[3] + "/theirs.pcap");
        PcapDumper ourFile = ours.dumpOpen(args[3] + "/ours.pcap");
        theirs.setFilter("udp", BpfCompileMode.OPTIMIZE);
        ours.setFilter("udp", BpfCompileMode.OPTIMIZE);
        System.out.println("ready");
        Thread one = start("theirs", () -> theirs.loop(3, ourFile));
        Thread two = start("ours", () -> ours.loop(3, theirFile));
        one.join();
        two.join();
        theirs.setFilter(ours.compileFilter("arp", BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN));
        ours.setFilter(theirs.compileFilter("arp", BpfCompileMode.OPTIMIZE, PcapHandle.PCAP_NETMASK_UNKNOWN));
        ourFile.close();
        System.out.println("closed file: " + outcome(() -> ours.loop(1, ourFile)));
        theirFile.close();
        theirs.close();
        ours.close();
        break;
      }
      default:
        throw new IllegalArgumentException(args[0]);
    }
    System.out.println("end, " + sockets() + " sockets");
  }

  /** Packet sockets in this network namespace. */
  static int sockets() throws Exception {
    return Files.readAllLines(new File("/proc/net/packet").toPath()).size() - 1;
  }
}
