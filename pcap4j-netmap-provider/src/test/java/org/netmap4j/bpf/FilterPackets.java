package org.netmap4j.bpf;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Made-up packets of every kind that filters ask about, with addresses, ports and numbers of the
 * few that the tests' filters name; some cut, some spoilt.
 */
final class FilterPackets {
  private static final String[] MACS = {
    "020000000001", "020000000002", "ffffffffffff", "01005e000001", "333300000001", "02aabbccddee"
  };
  private static final String[] IPS = {
    "0a000001", "0a000002", "c0000207", "ac100105", "7f000001", "e0000001", "ffffffff", "0a000105"
  };
  private static final String[] IP6S = {
    "20010db8000000000000000000000001",
    "20010db8000000000000000000000002",
    "fe800000000000000000000000000001",
    "ff020000000000000000000000000001",
    "00000000000000000000ffff0a000001",
    "00000000000000000000000000000001"
  };
  private static final int[] PORTS = {
    80, 443, 8080, 53, 22, 23, 123, 67, 68, 179, 25, 85, 1024, 1030, 65535, 0, 161, 445
  };
  private static final int[] TYPES = {
    0x0806, 0x8035, 0x6003, 0x809b, 0x80f3, 0x6007, 0x6004, 0x6001, 0x6002, 0x8137, 0x88cc, 0x9000,
    0x0600, 1500, 1501
  };
  private static final int[] SAPS = {0x42, 0xfe, 0xe0, 0xf0, 0x06, 0xff, 0xaa, 0x04};
  private static final int[] PROTOCOLS = {
    6, 6, 6, 17, 17, 17, 132, 1, 2, 9, 50, 51, 103, 112, 58, 47, 89, 0, 255
  };

  private final Random random;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private FilterPackets(Random random) {
    this.random = random;
  }

  static List<byte[]> ethernet(Random random, int count) {
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FilterPackets packet = new FilterPackets(random);
      packet.link();
      packets.add(packet.finished());
    }
    return packets;
  }

  static List<byte[]> raw(Random random, int count) {
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FilterPackets packet = new FilterPackets(random);
      packet.network(random.nextBoolean());
      packets.add(packet.finished());
    }
    return packets;
  }

  private byte[] finished() {
    byte[] whole = out.toByteArray();
    int kind = random.nextInt(10);
    if (kind == 0) {
      whole[random.nextInt(whole.length)] = (byte) random.nextInt();
    }
    if (kind == 1) {
      return java.util.Arrays.copyOf(whole, random.nextInt(whole.length + 1));
    }
    return whole;
  }

  private int one(int... values) {
    return values[random.nextInt(values.length)];
  }

  private void hex(String... values) {
    out.writeBytes(HexFormat.of().parseHex(values[random.nextInt(values.length)]));
  }

  private void u8(int value) {
    out.write(value);
  }

  private void u16(int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private void noise(int most) {
    byte[] noise = new byte[random.nextInt(most + 1)];
    random.nextBytes(noise);
    out.writeBytes(noise);
  }

  private void link() {
    hex(MACS);
    hex(MACS);
    for (int tags = one(0, 0, 0, 1, 1, 2); tags > 0; tags--) {
      u16(one(0x8100, 0x8100, 0x88a8, 0x9100));
      u16(one(5, 100, 4095, 0, 0x2005, 7));
    }
    switch (random.nextInt(12)) {
      case 0 -> arp();
      case 1 -> llc();
      case 2 -> mpls();
      case 3 -> pppoe();
      case 4 -> {
        u16(one(TYPES));
        noise(60);
      }
      case 5, 6, 7 -> {
        u16(0x86dd);
        network(true);
      }
      default -> {
        u16(0x0800);
        network(false);
      }
    }
  }

  private void arp() {
    u16(one(0x0806, 0x0806, 0x8035));
    out.writeBytes(new byte[] {0, 1, 8, 0, 6, 4, 0, (byte) one(1, 2, 3)});
    hex(MACS);
    hex(IPS);
    hex(MACS);
    hex(IPS);
  }

  private void llc() {
    u16(random.nextInt(1501));
    int sap = one(SAPS);
    u8(sap);
    u8(one(sap, sap, 0x01));
    if (sap == 0xaa) {
      u8(3);
      hex("000000", "080007", "00000c");
      u16(one(0x809b, 0x80f3, 0x8137, 0x0800));
    } else if (sap == 0xfe) {
      u8(3);
      u8(one(0x81, 0x82, 0x83, 0x83, 0x83));
      out.writeBytes(new byte[3]);
      u8(random.nextInt(14, 29));
    } else {
      u8(one(0, 1, 3, 5, 9, 0x0f, 0x43, 0x63, 0x6f, 0x73, 0x87, 0xaf, 0xbf, 0xe3, 0x10));
    }
    noise(40);
  }

  private void mpls() {
    u16(0x8847);
    int labels = random.nextInt(1, 4);
    for (int i = 1; i <= labels; i++) {
      int label = one(16, 100000, 1048575, 3);
      u16(label >> 4);
      u8((label & 0xf) << 4 | (i == labels ? 1 : random.nextInt(8) == 0 ? 1 : 0));
      u8(64);
    }
    network(random.nextBoolean());
  }

  private void pppoe() {
    boolean session = random.nextInt(4) > 0;
    u16(session ? 0x8864 : 0x8863);
    u8(0x11);
    u8(0);
    u16(one(5, 0, 0xffff, 77));
    u16(random.nextInt(1400));
    if (!session) {
      noise(40);
      return;
    }
    int type = one(0x21, 0x21, 0x57, 0x2d, 0x2f, 0x281, 0xc021, 0x2b, 0x29);
    u16(type);
    switch (type) {
      case 0x21, 0x2d, 0x2f -> network(false);
      case 0x57 -> network(true);
      default -> noise(50);
    }
  }

  private void network(boolean six) {
    if (six) {
      ip6();
    } else {
      ip();
    }
  }

  private void ip() {
    int words = one(5, 5, 5, 6, 15, 4, 0);
    u8(0x40 | words);
    u8(one(0, 0, 1, 0x10, 100));
    u16(random.nextInt(1500));
    u16(random.nextInt(65536));
    u16(one(0, 0, 0, 0x4000, 0x2000, 0x00b9, 0x20b9));
    u8(one(64, 64, 1, 255, 10));
    int protocol = one(PROTOCOLS);
    u8(protocol);
    u16(0);
    hex(IPS);
    hex(IPS);
    out.writeBytes(new byte[Math.max(0, 4 * words - 20)]);
    transport(protocol);
  }

  private void ip6() {
    out.writeBytes(new byte[] {0x60, 0, 0, 0});
    u16(random.nextInt(1500));
    int protocol = one(PROTOCOLS);
    boolean fragment = random.nextInt(6) == 0;
    u8(fragment ? 44 : protocol);
    u8(one(64, 1, 255));
    hex(IP6S);
    hex(IP6S);
    if (fragment) {
      u8(protocol);
      out.writeBytes(new byte[7]);
    }
    transport(protocol);
  }

  private void transport(int protocol) {
    switch (protocol) {
      case 6 -> {
        u16(one(PORTS));
        u16(one(PORTS));
        out.writeBytes(new byte[] {(byte) random.nextInt(), 0, 0, 1, 0, 0, 0, 2});
        u8(one(0x50, 0x50, 0x60, 0xf0));
        u8(one(0x02, 0x12, 0x10, 0x18, 0x11, 0x04, 0xc2, 0x20, 0));
        out.writeBytes(new byte[] {1, 0, 0, 0, 0, 0});
        hex("47455420", "00", "504f5354");
      }
      case 17 -> {
        u16(one(PORTS));
        u16(one(PORTS));
        u16(one(8, 20, 200));
        u16(0);
      }
      case 132 -> {
        u16(one(PORTS));
        u16(one(PORTS));
        out.writeBytes(new byte[8]);
      }
      case 1 -> {
        u8(one(0, 3, 4, 5, 8, 11, 13));
        u8(one(0, 1, 3));
      }
      case 58 -> {
        u8(one(1, 2, 128, 129, 133, 134, 135, 136));
        u8(one(0, 1));
      }
      default -> {
        hex("1100", "2112", "4507", "0000");
      }
    }
    noise(80);
  }
}
