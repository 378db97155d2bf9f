package org.netmap4j.top.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.netmap4j.top.export.Pages.port;
import static org.netmap4j.top.export.Pages.rx;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netmap4j.top.Samples;
import org.netmap4j.top.model.RingReading;

/** Clients that are slow, broken and many; a slow one has two seconds here, see the pom. */
@Timeout(60)
class MetricsServerTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String GET = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String LAST =
      "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  private final Exporter exporter = new Exporter("1");
  private MetricsServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = MetricsServer.start(ANY, exporter);
    port = URI.create(server.url()).getPort();
    exporter.accept(Samples.usual());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(30_000);
    return socket;
  }

  private String answer(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return rest(socket);
    }
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Reads until the server ends the connection, by whatever means. */
  private static long readToTheEnd(Socket socket) {
    long bytes = 0;
    try {
      InputStream in = socket.getInputStream();
      byte[] block = new byte[1 << 16];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        bytes += n;
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new AssertionError("the server keeps the connection", e);
    } catch (IOException e) {
      return bytes; // reset
    }
    return bytes;
  }

  private void stillAnswers() throws IOException {
    assertTrue(answer(LAST).startsWith("HTTP/1.1 200 "));
  }

  @Test
  void answersWhatItHasAndNothingElse() throws IOException {
    String get = answer(LAST);
    String body = get.substring(get.indexOf("\r\n\r\n") + 4);
    assertTrue(get.contains("Content-type: text/plain; version=0.0.4; charset=utf-8\r\n"), get);
    assertEquals(
        body,
        new String(exporter.text(Exposition.PROMETHEUS).orElseThrow(), StandardCharsets.UTF_8));
    String open =
        answer(LAST.replace("Host", "Accept: application/openmetrics-text;version=1.0.0\r\nHost"));
    assertTrue(open.contains("Content-type: application/openmetrics-text; version=1.0.0"), open);
    assertTrue(open.endsWith("# EOF\n"), open);
    String head = answer(LAST.replace("GET", "HEAD"));
    assertTrue(head.startsWith("HTTP/1.1 200 ") && head.endsWith("\r\n\r\n"), head);
    assertTrue(
        head.toLowerCase(java.util.Locale.ROOT)
            .contains("content-length: " + body.getBytes(StandardCharsets.UTF_8).length),
        head);
    String post = answer(LAST.replace("GET", "POST"));
    assertTrue(post.startsWith("HTTP/1.1 405 ") && post.contains("Allow: GET, HEAD"), post);
    assertTrue(answer(LAST.replace("/metrics", "/")).startsWith("HTTP/1.1 404 "));
    assertTrue(answer(LAST.replace("/metrics", "/metrics/x")).startsWith("HTTP/1.1 404 "));
    assertTrue(answer("nonsense\r\n\r\n").startsWith("HTTP/1.1 400 "));
  }

  @Test
  void beforeTheFirstSampleThereIsNothingYet() throws IOException {
    try (MetricsServer early = MetricsServer.start(ANY, new Exporter("1"))) {
      port = URI.create(early.url()).getPort();
      assertTrue(answer(LAST).startsWith("HTTP/1.1 503 "));
    }
  }

  @Test
  void aConnectionServesSeveralRequests() throws IOException {
    String three = answer(GET + GET + LAST);
    assertEquals(3, three.split("HTTP/1.1 200 ", -1).length - 1);
  }

  @Test
  void thoseWhoSendNothingOrLittleAreGivenUp() throws Exception {
    try (Socket silent = connect();
        Socket slow = connect();
        Socket body = connect()) {
      slow.getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      body.getOutputStream()
          .write(
              "POST /metrics HTTP/1.1\r\nContent-Length: 1000\r\n\r\nx"
                  .getBytes(StandardCharsets.US_ASCII));
      stillAnswers();
      boolean ended = false;
      for (int i = 0; i < 300 && !ended; i++) {
        try {
          slow.getOutputStream().write('x');
          Thread.sleep(100);
        } catch (IOException e) {
          ended = true;
        }
      }
      assertTrue(ended, "a byte now and then keeps no connection");
      assertEquals(0, readToTheEnd(silent));
      readToTheEnd(body);
    }
    stillAnswers();
  }

  @Test
  void hugeHeadersAreGivenUp() throws IOException {
    for (String start : List.of("GET /", "GET /metrics HTTP/1.1\r\nX: ")) {
      try (Socket socket = connect()) {
        byte[] much = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        assertThrows(
            IOException.class,
            () -> {
              socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
              for (int i = 0; i < 64; i++) {
                socket.getOutputStream().write(much);
              }
            });
      }
    }
    try (Socket socket = connect()) {
      String many = GET.strip() + "\r\n" + "X: y\r\n".repeat(2000) + "\r\n";
      socket.getOutputStream().write(many.getBytes(StandardCharsets.US_ASCII));
      assertEquals(0, readToTheEnd(socket));
    }
    stillAnswers();
  }

  @Test
  void thoseWhoReadNothingAreGivenUp() throws IOException {
    RingReading[] rings = new RingReading[2000];
    for (int i = 0; i < rings.length; i++) {
      rings[i] = rx(i, 1);
    }
    exporter.accept(Samples.snapshots(Samples.reading(1000, port("eth0", "", rings))).getFirst());
    int length = exporter.text(Exposition.PROMETHEUS).orElseThrow().length;
    int requests = 100_000_000 / length;
    try (Socket socket = connect()) {
      byte[] all = GET.repeat(requests).getBytes(StandardCharsets.US_ASCII);
      assertThrows(
          IOException.class,
          () -> {
            for (int i = 0; i < 300; i++) { // until the server has had enough
              socket.getOutputStream().write(all, 0, i == 0 ? all.length : GET.length());
              Thread.sleep(100);
            }
          });
    }
    stillAnswers();
  }

  @Test
  void aThousandConnectionsLeaveTheOthersTheirTurn() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        sockets.add(connect());
      }
      for (Socket socket : sockets) {
        readToTheEnd(socket); // all are ended in time
      }
      stillAnswers();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void aSecondOneOnThePortIsToldWhatToDo() {
    InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    String message = failure(taken);
    assertTrue(
        message.startsWith("--export 127.0.0.1:" + port + ": Address already in use; ")
            && message.contains("--export=ADDRESS:PORT"),
        message);
    message = failure(new InetSocketAddress("192.0.2.77", 0));
    assertTrue(message.contains("ip -br address"), message);
  }

  private String failure(InetSocketAddress address) {
    return String.valueOf(
        assertThrows(IOException.class, () -> MetricsServer.start(address, exporter)).getMessage());
  }
}
