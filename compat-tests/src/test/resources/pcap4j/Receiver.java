import java.io.EOFException;
import java.util.concurrent.TimeoutException;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;
import org.pcap4j.core.RawPacketListener;
import org.pcap4j.util.ByteArrays;

/** Receiver DEVICE COUNT FILTER WAY: prints packets that it got by a way of pcap4j. */
public final class Receiver {
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[1]);
    final PcapHandle handle =
        new PcapHandle.Builder(args[0])
            // libpcap's rings lose a few bytes more of packets for some lengths, not for this one
            .snaplen(args[3].equals("short") ? 64 : 2048)
            .bufferSize(16 << 20)
            .promiscuousMode(PromiscuousMode.PROMISCUOUS)
            .immediateMode(true)
            .timeoutMillis(100)
            .build();
    handle.setFilter(args[2], BpfCompileMode.OPTIMIZE);
    System.out.println("ready " + Pcaps.libVersion());
    RawPacketListener listener =
        new RawPacketListener() {
          @Override
          public void gotPacket(byte[] packet) {
            print(handle.getOriginalLength(), packet);
          }
        };
    if (args[3].equals("loop")) {
      handle.loop(count, listener);
    } else if (args[3].equals("dispatch")) {
      for (int n = 0; n < count; ) {
        n += handle.dispatch(count - n, listener);
      }
    } else {
      for (int n = 0; n < count; ) {
        try {
          byte[] packet = handle.getNextRawPacketEx();
          print(handle.getOriginalLength(), packet);
          n++;
        } catch (TimeoutException e) {
          // none yet
        } catch (EOFException e) {
          System.out.println("end");
          return;
        }
      }
    }
    handle.close();
  }

  private static void print(int length, byte[] packet) {
    System.out.println("packet " + length + " " + ByteArrays.toHexString(packet, ""));
  }
}
