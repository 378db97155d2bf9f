package org.netmap4j.top.export;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@code GET /metrics} over HTTP, for clients that may be slow, broken or hostile. A connection may
 * take {@value #PATIENCE_SECONDS} seconds for its request, as many to take the answer, and as many
 * again between two; beyond {@value #MAX_CONNECTIONS} connections further ones are closed at once.
 * Its threads are daemons; the answer is one array that all connections share.
 */
public final class MetricsServer implements AutoCloseable {
  static final int MAX_CONNECTIONS = 64;
  static final int PATIENCE_SECONDS = 10;
  static final int MAX_HEADER_BYTES = 16 * 1024;

  /** Enough that a crowd is turned away, and does not keep others waiting at the door. */
  private static final int BACKLOG = 512;

  private static final String PATH = "/metrics";

  static {
    // the server of the JDK reads them once, when its classes come
    Map.of(
            "jdk.httpserver.maxConnections", MAX_CONNECTIONS,
            "sun.net.httpserver.maxIdleConnections", MAX_CONNECTIONS,
            "sun.net.httpserver.idleInterval", 6 * PATIENCE_SECONDS,
            "sun.net.httpserver.clockTick", 1000,
            "sun.net.httpserver.maxReqTime", PATIENCE_SECONDS,
            "sun.net.httpserver.maxRspTime", PATIENCE_SECONDS,
            "sun.net.httpserver.maxReqHeaders", 100,
            "sun.net.httpserver.maxReqHeaderSize", MAX_HEADER_BYTES)
        .forEach(MetricsServer::setUnlessSet);
  }

  private final Exporter exporter;
  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  private MetricsServer(Exporter exporter, HttpServer server) {
    this.exporter = exporter;
    this.server = server;
  }

  private static void setUnlessSet(String name, int value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, Integer.toString(value));
    }
  }

  /**
   * Begins to answer at {@code address}.
   *
   * @throws IOException when the address cannot be had; the message says why and what to do
   */
  public static MetricsServer start(InetSocketAddress address, Exporter exporter)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(address, BACKLOG);
    } catch (BindException e) {
      throw refused(address, e);
    }
    MetricsServer metrics = new MetricsServer(exporter, server);
    server.setExecutor(metrics.requests);
    server.createContext("/", metrics::answer);
    server.start();
    return metrics;
  }

  private static IOException refused(InetSocketAddress address, BindException cause) {
    String text = ExportAddress.text(address);
    String reason = Objects.requireNonNullElse(cause.getMessage(), "cannot be bound");
    if (reason.startsWith("Permission")) {
      return new AccessDeniedException(
          text, null, "ports below 1024 are root's: name another with --export=ADDRESS:PORT");
    }
    String remedy =
        reason.startsWith("Address already in use")
            ? "another program has it, perhaps another netmap-top: end that one, or name another"
                + " port with --export=ADDRESS:PORT"
            : "addresses of this machine are listed by: ip -br address";
    return new IOException("--export %s: %s; %s".formatted(text, reason, remedy), cause);
  }

  /** Where it answers, with the port that was chosen. */
  public String url() {
    return "http://" + ExportAddress.text(server.getAddress()) + PATH;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      Headers headers = exchange.getResponseHeaders();
      headers.set("Content-Type", "text/plain; charset=utf-8");
      if (!PATH.equals(exchange.getRequestURI().getPath())) {
        send(exchange, 404, "metrics are at " + PATH + "\n");
      } else if (!method.equals("GET") && !method.equals("HEAD")) {
        headers.set("Allow", "GET, HEAD");
        send(exchange, 405, "only GET and HEAD are answered\n");
      } else {
        metrics(exchange, headers);
      }
    }
  }

  private void metrics(HttpExchange exchange, Headers headers) throws IOException {
    String accept =
        String.join(",", exchange.getRequestHeaders().getOrDefault("Accept", List.of()));
    Exposition format = Exposition.wanted(accept);
    byte[] text = exporter.text(format).orElse(null);
    if (text == null) {
      headers.set("Retry-After", "1");
      send(exchange, 503, "no sample has been taken yet\n");
      return;
    }
    headers.set("Content-Type", format.contentType());
    headers.set("Vary", "Accept");
    send(exchange, 200, text);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}
