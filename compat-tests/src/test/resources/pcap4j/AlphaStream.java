import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.PcapDumper;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapPacket;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.UdpPacket;
import java.util.stream.Stream;

/** AlphaStream DEVICE FILE: what 2.0.0-alpha.6 has and 1.8.2 has not. */
public final class AlphaStream {
  public static void main(String[] args) throws Exception {
    try (PcapHandle handle =
            Pcaps.getDevByName(args[0]).openLive(65536, PromiscuousMode.PROMISCUOUS, 10);
        PcapDumper dumper = handle.dumpOpen(args[1])) {
      handle.setFilter("udp", BpfCompileMode.OPTIMIZE);
      System.out.println("ready");
      try (Stream<PcapPacket> packets = handle.stream()) {
        packets.limit(3).forEach(it -> print("stream", it));
      }
      handle.loop(2, it -> print("loop", it));
      PcapPacket next = null;
      while (next == null) {
        next = handle.getNextPacket();
      }
      print("next", next);
      dumper.dump(next);
      System.out.println("received " + handle.getStats().getNumPacketsReceived());
    }
    try (PcapHandle file = Pcaps.openOffline(args[1])) {
      print("file", file.getNextPacketEx());
      try (Stream<PcapPacket> rest = file.stream()) {
        System.out.println("after the end: " + rest.findFirst().isPresent());
      } catch (NullPointerException e) {
        System.out.println("after the end: null");
      }
    }
  }

  private static void print(String way, PcapPacket packet) {
    System.out.println(
        way
            + " "
            + packet.getOriginalLength()
            + " "
            + packet.get(UdpPacket.class).getHeader().getDstPort().valueAsInt()
            + " "
            + packet.getTimestamp());
  }
}
