package org.netmap4j.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.netmap4j.engine.PoolsInfo;
import org.netmap4j.engine.PoolsInfo.Pool;
import org.netmap4j.engine.PortInfo;
import org.netmap4j.engine.RegisterRequest;
import org.netmap4j.engine.RegisterRequest.ExternalMemory;
import org.netmap4j.engine.RegisterRequest.Geometry;
import org.netmap4j.engine.RegisterRequest.Offsets;
import org.netmap4j.engine.RegisterRequest.Options;
import org.netmap4j.engine.ValePort;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;

/**
 * Each request and each reply, byte for byte as net/netmap.h lays it out on a little-endian
 * machine: the bytes here are written by hand, and know nothing of the product's numbers.
 */
class RequestsTest {
  private static final Geometry GEOMETRY = new Geometry(2, 3, 4, 5, 0x0102, 0x0304);

  private static final Offsets OFFSETS = new Offsets(0x80, 0x40, 16);

  private static final ExternalMemory EXTERNAL =
      new ExternalMemory(
          "/dev/shm/f", new Pool(0, 3, 1024), new Pool(0, 8, 20_480), new Pool(0, 5000, 2048));

  private static RegisterRequest asked(Options options) {
    return new RegisterRequest("eth0", 4, 3, 0x2800, 9, 17, GEOMETRY, false, options);
  }

  private static String hex(MemorySegment memory) {
    return HexFormat.of().formatHex(memory.toArray(JAVA_BYTE));
  }

  /** The bytes of hexadecimal digits, spaced as is easy to read. */
  private static String bytes(String... fields) {
    return String.join("", fields).replace(" ", "");
  }

  private static String pointer(MemorySegment to) {
    return HexFormat.of().toHexDigits(Long.reverseBytes(to.address()));
  }

  private static String name(String name) {
    byte[] field = new byte[64];
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, field, 0, bytes.length);
    return HexFormat.of().formatHex(field);
  }

  private static final String NULL_POINTER = "0000000000000000";

  /** A header: API 14, the type, nr_reserved 0, the name, no options, the body. */
  private static void assertRequest(String type, String name, String body, Request request) {
    assertEquals(
        bytes("0e00", type, "00000000", name(name), NULL_POINTER, pointer(request.body())),
        hex(request.header()));
    assertEquals(bytes(body), hex(request.body()));
    assertEquals(List.of(), request.options());
  }

  private static final String REGISTER_BODY =
      bytes(
          "0000000000000000 0000000000000000", // nr_offset, nr_memsize
          "02010000 04030000", // nr_tx_slots, nr_rx_slots
          "0200 0300 0400 0500", // nr_tx_rings, nr_rx_rings, nr_host_tx_rings, nr_host_rx_rings
          "0900 0300 04000000", // nr_mem_id, nr_ringid, nr_mode
          "11000000 00000000", // nr_extra_bufs, padding
          "0028000000000000"); // nr_flags

  @Test
  void register() throws NetmapException {
    assertRequest(
        "0100", "eth0", REGISTER_BODY, Requests.register(asked(Options.NONE), 9, Optional.empty()));
  }

  @Test
  void theRegionIsTheOneFoundOut() throws NetmapException {
    RegisterRequest nothing = new RegisterRequest("a", 7, 0, 0, 0, 0, Geometry.ANY, false);
    assertRequest(
        "0100",
        "a",
        bytes("00".repeat(32), "3412 0000 07000000", "00".repeat(16)),
        Requests.register(nothing, 0x1234, Optional.empty()));
  }

  private static String offsets(String next) {
    return bytes(
        next,
        "05000000 00000000", // nro_reqtype, nro_status
        "0000000000000000", // nro_size
        "8000000000000000 4000000000000000", // nro_max_offset, nro_initial_offset
        "10000000 00000000 0000000000000000"); // nro_offset_bits, nro_tx_align, nro_min_gap
  }

  private static String external(String next, MemorySegment file) {
    return bytes(
        next,
        "01000000 00000000 0000000000000000", // nro_reqtype, nro_status, nro_size
        pointer(file), // nro_usrptr
        "0010000000000000 0000 000000000000", // nr_memsize, nr_mem_id, padding
        "0000000000000000 03000000 00040000", // netmap_if objects: offset, number, size
        "0000000000000000 08000000 00500000", // rings
        "0000000000000000 88130000 00080000"); // buffers
  }

  private static void assertOptions(Request request, String... expected) {
    assertEquals(REGISTER_BODY, hex(request.body()));
    MemorySegment header = request.header();
    assertEquals(request.options().getFirst().memory().address(), header.get(JAVA_LONG, 72));
    assertEquals(List.of(expected), request.options().stream().map(o -> hex(o.memory())).toList());
  }

  @Test
  void registerWithOffsets() throws NetmapException {
    Options options = new Options(Optional.empty(), Optional.empty(), Optional.of(OFFSETS));
    assertOptions(Requests.register(asked(options), 9, Optional.empty()), offsets(NULL_POINTER));
  }

  @Test
  void registerWithExternalMemory() throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = arena.allocate(4096);
      Options options = new Options(Optional.empty(), Optional.of(EXTERNAL), Optional.empty());
      assertOptions(
          Requests.register(asked(options), 9, Optional.of(file)), external(NULL_POINTER, file));
    }
  }

  @Test
  void registerWithAListOfOptions() throws NetmapException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = arena.allocate(4096);
      Options options = new Options(Optional.empty(), Optional.of(EXTERNAL), Optional.of(OFFSETS));
      Request request = Requests.register(asked(options), 9, Optional.of(file));
      assertOptions(
          request,
          external(pointer(request.options().get(1).memory()), file),
          offsets(NULL_POINTER));
    }
  }

  @Test
  void portInfo() throws NetmapException {
    assertRequest(
        "0200",
        "vale0:a",
        bytes("00".repeat(24), "0700 000000000000"),
        Requests.portInfo("vale0:a", 7));
  }

  @Test
  void poolsInfo() throws NetmapException {
    assertRequest(
        "0c00",
        "eth0",
        bytes("0000000000000000", "0700", "00".repeat(54)),
        Requests.poolsInfo("eth0", 7));
  }

  @Test
  void attachAndDetach() throws NetmapException {
    for (boolean host : new boolean[] {false, true}) {
      assertRequest(
          "0300",
          "vale0:eth0",
          bytes("00".repeat(36), host ? "03000000" : "01000000", "00".repeat(24)),
          Requests.attach("vale0:eth0", host));
    }
    assertRequest("0400", "vale0:eth0", "00".repeat(8), Requests.detach("vale0:eth0"));
  }

  @Test
  void list() throws NetmapException {
    assertRequest("0500", "", "0300 0000 fe000000", Requests.list(3, 254));
  }

  @Test
  void newInterface() throws NetmapException {
    assertRequest(
        "0800",
        "v1",
        "02010000 04030000 0200 0300 0700 0000",
        Requests.newInterface("v1", GEOMETRY, 7));
  }

  @Test
  void deleteInterfaceHasNoBody() throws NetmapException {
    Request request = Requests.deleteInterface("v1");
    assertEquals(0, request.body().address());
    assertRequest("0900", "v1", "", request);
  }

  @Test
  void polling() throws NetmapException {
    assertRequest(
        "0a00",
        "vale0:eth0",
        "02000000 01000000 04000000 00000000",
        Requests.enablePolling("vale0:eth0", 2, 1, 4));
    assertRequest("0b00", "vale0:eth0", "00".repeat(16), Requests.disablePolling("vale0:eth0"));
  }

  @Test
  void headerLength() throws NetmapException {
    assertRequest("0600", "vale0:a", "0c000000 00000000", Requests.setHeaderLength("vale0:a", 12));
    assertRequest("0700", "vale0:a", "00".repeat(8), Requests.headerLength("vale0:a"));
  }

  @Test
  void aNameMayHave63Bytes() throws NetmapException {
    for (String longest : List.of("a".repeat(63), "ä".repeat(31) + "b")) {
      Request request = Requests.deleteInterface(longest);
      assertRequest("0900", longest, "", request);
      assertEquals(longest, request.name());
    }
    for (String tooLong : List.of("a".repeat(64), "ä".repeat(32))) {
      NetmapException e =
          assertThrows(NetmapException.class, () -> Requests.deleteInterface(tooLong));
      NetmapError.BadName error = assertInstanceOf(NetmapError.BadName.class, e.error());
      assertEquals(tooLong, error.name());
      assertEquals("at most 63 bytes", error.expected());
      assertEquals("64 bytes", error.found());
    }
  }

  /** As if the module had written these bytes into the body. */
  private static Request answered(Request request, String... fields) {
    byte[] bytes = HexFormat.of().parseHex(bytes(fields));
    assertEquals(request.body().byteSize(), bytes.length);
    request.body().copyFrom(MemorySegment.ofArray(bytes));
    return request;
  }

  @Test
  void registerReply() throws NetmapException {
    Request reply =
        answered(
            Requests.register(asked(Options.NONE), 9, Optional.empty()),
            "0010 0000 0100 0000", // nr_offset
            "0000 7214 0100 0000", // nr_memsize: more than 32 bits hold
            "00040000 00040000 0100 0100 0100 0100",
            "ffff 0000 01000000", // nr_mem_id: all its bits
            "0b000000 00000000 0000000000000000"); // nr_extra_bufs
    assertEquals(
        new Replies.Registered(0x1_0000_1000L, 0x1_1472_0000L, 0xffff, 11),
        Replies.registered(reply));
  }

  @Test
  void portInfoReply() throws NetmapException {
    Request reply =
        answered(
            Requests.portInfo("eth0", 0),
            "0000721401000000", // nr_memsize
            "00020000 fffe0000", // nr_tx_slots, nr_rx_slots
            "0800 ffff 0100 0200", // nr_tx_rings, nr_rx_rings, nr_host_tx_rings, nr_host_rx_rings
            "0180 000000000000"); // nr_mem_id
    assertEquals(
        new PortInfo(new Geometry(8, 0xffff, 1, 2, 0x200, 0xfeff), 0x8001, 0x1_1472_0000L),
        Replies.portInfo(reply));
  }

  @Test
  void poolsInfoReply() throws NetmapException {
    Request reply =
        answered(
            Requests.poolsInfo("eth0", 0),
            "0000721401000000 0300 000000000000", // nr_memsize, nr_mem_id
            "0000000000000000 64000000 00040000",
            "0090010000000000 c8000000 00900000",
            "0030720001000000 00800200 00080000");
    assertEquals(
        new PoolsInfo(
            3,
            0x1_1472_0000L,
            new Pool(0, 100, 1024),
            new Pool(0x19000, 200, 36_864),
            new Pool(0x1_0072_3000L, 163_840, 2048)),
        Replies.poolsInfo(reply));
  }

  @Test
  void switchReplies() throws NetmapException {
    assertEquals(
        0xfe,
        Replies.attached(
            answered(Requests.attach("vale0:eth0", false), "00".repeat(56), "fe000000 00000000")));
    assertEquals(5, Replies.detached(answered(Requests.detach("vale0:eth0"), "05000000 00000000")));
    assertEquals(
        12, Replies.headerLength(answered(Requests.headerLength("v"), "0c000000 00000000")));
    Request list = answered(Requests.list(0, 0), "0200 0000 07010000");
    list.header().setString(8, "vale2:port");
    assertEquals(new ValePort("vale2:port", 2, 0x107), Replies.valePort(list));
  }

  @Test
  void anOptionSaysWhatBecameOfIt() throws NetmapException {
    Options options = new Options(Optional.empty(), Optional.empty(), Optional.of(OFFSETS));
    Request request = Requests.register(asked(options), 9, Optional.empty());
    Request.Option option = request.options().getFirst();
    assertEquals(0, option.status());
    option.memory().set(JAVA_BYTE, 12, (byte) 95); // nro_status
    assertEquals(95, option.status());
    assertEquals(5, option.type());
    NetmapError error = RegisterErrors.error(asked(options), request, -95);
    assertEquals(
        "open eth0: option @offset: not supported by this port, or this netmap module; "
            + "leave the option out; pipes, VALE ports and emulated adapters can do it",
        error.message());
  }
}
