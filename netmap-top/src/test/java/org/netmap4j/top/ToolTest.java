package org.netmap4j.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.netmap4j.error.NetmapError;
import org.netmap4j.error.NetmapException;
import org.netmap4j.top.ScriptedSource.Then;
import org.netmap4j.top.batch.Output;
import org.netmap4j.top.batch.OutputClosedException;
import org.netmap4j.top.model.SourceFactory;
import org.netmap4j.top.model.SourceRequest;
import org.netmap4j.top.source.LiveTaps;

/** From arguments to exit codes, without a process. */
@Timeout(30)
class ToolTest {
  private static final Map<String, String> ENV = Map.of("TERM", "xterm");

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final StringBuilder out = new StringBuilder();
  private final List<SourceRequest> requests = new ArrayList<>();

  private int run(SourceFactory factory, Map<String, String> env, Output output, String... args) {
    PrintStream stream = new PrintStream(errors, true, StandardCharsets.UTF_8);
    return new Tool(factory, LiveTaps::new, env, output, stream).run(args);
  }

  private int run(String... args) {
    SourceFactory factory =
        request -> {
          requests.add(request);
          return new ScriptedSource(Then.END, List.of(Samples.reading(500), Samples.reading(1000)));
        };
    return run(factory, ENV, out::append, args);
  }

  private String error() {
    return errors.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--foo | Unknown option",
        "--delay=0 | expected 0.01 to 86400 seconds, found 0.0",
        "--delay=NaN | found NaN",
        "--delay=1e9 | expected 0.01",
        "--delay=x | --delay",
        "-n 0 | expected 1 or more, found 0",
        "-n x | --count",
        "--format=xml | --format",
        "--replay=a --demo | exclude each other",
        "--demo eth0 | takes no PORT, found 'eth0'",
        "--replay=a eth0 | takes no PORT",
        "--replay-speed=2 | needs --replay",
        "--replay=a --replay-speed=-1 | expected a positive number or max",
        "--replay=a --replay-speed=fast | found 'fast'",
        "--engine=warp eth0 | expected auto, kernel or embedded, found 'warp'",
        "--demo --promiscuous | needs an interface",
        "--export=x:y | --export: expected ADDRESS:PORT",
        "--export=1.2.3.4:99999 | found '1.2.3.4:99999'",
        "--export=[::g]:1 | no such address: '::g'",
        "--quiet | needs --export, --textfile or --log",
        "--quiet --batch --export | exclude each other",
        "--textfile=x.txt | ends in .prom",
        "--replay=pom.xml --log=pom.xml | name the same file",
        "--color=8 | expected one of auto, mono, 16, 256, 24bit, found",
        "--graph=dots | expected one of auto, braille, block, ascii, found 'dots'",
        "--config=/nowhere/x | /nowhere/x: no such file; mend it, or run with --config none"
      })
  void badUsageIsTwoAndOneLine(String args, String expected) {
    assertEquals(ExitCode.USAGE, run(args.split(" ", -1)));
    assertTrue(error().startsWith("netmap-top: "), error());
    assertTrue(error().contains(expected), error());
    assertEquals(1, error().lines().count(), error());
    assertTrue(requests.isEmpty());
    assertEquals("", out.toString());
  }

  @Test
  void completionIsPrintedAndHasTheOptions() {
    assertEquals(ExitCode.OK, run("completion"));
    assertTrue(out.toString().contains("--replay-speed"), out.toString());
    assertTrue(requests.isEmpty());
  }

  @Test
  void helpIsThatOfTheSubcommand() {
    assertEquals(ExitCode.OK, run("completion", "--help"));
    assertTrue(out.toString().contains("Usage: netmap-top completion"), out.toString());
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            ExitCode.USAGE, error(new NetmapError.BadName("netmap:", 7, "a name", "the end"))),
        Arguments.of(
            ExitCode.PERMISSION,
            error(new NetmapError.NoPermission("open eth0", "CAP_NET_RAW", "run it with sudo"))),
        Arguments.of(
            ExitCode.NO_PORT, error(new NetmapError.NoSuchPort("eth9", List.of("lo", "eth0")))),
        Arguments.of(ExitCode.NO_PORT, error(new NetmapError.NoSuchRing("eth0", "7", "0-3"))),
        Arguments.of(ExitCode.NO_PORT, error(new NetmapError.InterfaceDown("eth0", true))),
        Arguments.of(ExitCode.RUNTIME, error(new NetmapError.InterfaceDown("eth0", false))),
        Arguments.of(ExitCode.RUNTIME, error(new NetmapError.BadFile("x", 24, "a", "b"))),
        Arguments.of(ExitCode.PERMISSION, error(new NetmapError.SystemCall("socket", 1, "no"))),
        Arguments.of(ExitCode.RUNTIME, error(new NetmapError.SystemCall("socket", 5, "no"))),
        Arguments.of(ExitCode.PERMISSION, new AccessDeniedException("/x.pcap")),
        Arguments.of(ExitCode.RUNTIME, new NoSuchFileException("/x.pcap")),
        Arguments.of(ExitCode.RUNTIME, new IOException("broken")),
        Arguments.of(ExitCode.RUNTIME, new IOException()));
  }

  private static NetmapException error(NetmapError error) {
    return new NetmapException(error);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failuresHaveTheirCodesAndOneLine(int code, IOException failure) {
    SourceFactory factory =
        _ -> {
          throw failure;
        };
    assertEquals(code, run(factory, ENV, out::append, "--batch"));
    assertEquals(1, error().lines().count(), error());
    assertTrue(error().startsWith("netmap-top: "), error());
    if (failure instanceof NetmapException e) {
      String remedy =
          e.error() instanceof NetmapError.NoPermission ? ": sudo netmap-top --batch" : "";
      assertEquals("netmap-top: " + e.error().message() + remedy, error().strip());
    }
  }

  @Test
  void aBugIsOneLineToo() {
    SourceFactory factory =
        _ -> {
          throw new IllegalStateException("bug\nin two lines");
        };
    assertEquals(ExitCode.RUNTIME, run(factory, ENV, out::append, "--batch"));
    assertEquals(1, error().lines().count(), error());
    assertTrue(error().contains("internal error"), error());
  }

  @Test
  void theRequestSaysWhatWasAsked() {
    assertEquals(0, run("--format=csv", "-d", "0.01", "eth0", "netmap:eth1-2/R"));
    assertEquals(0, run("--batch", "-d0.01", "--replay=x.pcap", "--replay-speed", "max"));
    assertEquals(
        new SourceRequest(List.of("eth0", "netmap:eth1-2/R"), "auto", null, 1, false, false),
        requests.get(0));
    assertEquals(
        new SourceRequest(
            List.of(), "auto", Path.of("x.pcap"), Double.POSITIVE_INFINITY, false, false),
        requests.get(1));
  }

  @Test
  void anInterfaceAfterExportIsNoAddress() {
    assertEquals(0, run("--format=csv", "-d", "0.01", "--export", "[::1]:0", "eth0"));
    assertEquals(List.of("eth0"), requests.getFirst().ports());
    assertTrue(error().startsWith("netmap-top: metrics at http://[0:0:0:0:0:0:0:1]:"), error());
    assertEquals(0, run("--format=csv", "-d", "0.01", "--export=:0", "vale0:1"));
    assertTrue(error().contains("--export :0: other machines can read the metrics"), error());
  }

  @Test
  void aPortThatIsTakenAndAFileThatCannotBeWrittenEndIt() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertEquals(ExitCode.RUNTIME, run("--quiet", "--export=" + port));
      assertTrue(
          error().contains("--export 127.0.0.1:" + port + ": Address already in use"), error());
    }
    assertEquals(ExitCode.RUNTIME, run("--quiet", "--log=/nowhere/x"));
    assertTrue(error().contains("--log /nowhere/x: no such folder"), error());
    assertEquals(ExitCode.RUNTIME, run("--quiet", "--textfile=/nowhere/x.prom"));
    assertTrue(error().contains("--textfile /nowhere/x.prom: no such folder"), error());
    assertTrue(requests.isEmpty(), "nothing is opened before that");
  }

  @Test
  void aFullDiskIsToldOnceAndTheOthersGoOn() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
    int code = run("--format=csv", "-n", "5", "-d", "0.01", "--log=/dev/full");
    assertEquals(ExitCode.RUNTIME, code);
    assertEquals(2, error().lines().count(), error());
    assertTrue(error().contains("--log /dev/full: No space left on device; it is tried"), error());
    assertTrue(error().contains("samples are missing"), error());
    assertTrue(out.toString().startsWith("time,"));
  }

  @Test
  void quietWritesNothingButTheFiles(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("log");
    Path prom = folder.resolve("x.prom");
    String[] args = {"--quiet", "-n", "3", "-d", "0.01", "--log=" + log, "--textfile=" + prom};
    assertEquals(0, run(args));
    assertEquals("", out + error());
    assertEquals(3, Files.readAllLines(log).size());
    assertTrue(Files.readString(prom).contains("netmap_top_samples_total 3.0\n"));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count(), "no half files");
    }
    assertEquals(0, run("--quiet", "-d", "0.01", "--log=" + log, "--textfile=" + prom));
    assertEquals(5, Files.readAllLines(log).size(), "it is added to");
    assertTrue(Files.notExists(prom), "gone with its tool");
  }

  @Test
  void theEngineMayComeFromTheEnvironment() {
    SourceFactory factory =
        request -> {
          requests.add(request);
          throw new IOException("enough");
        };
    Map<String, String> env = Map.of("TERM", "xterm", "NETMAP_ENGINE", "embedded");
    run(factory, env, out::append, "--batch");
    run(factory, env, out::append, "--batch", "--engine=kernel");
    assertEquals("embedded", requests.get(0).engine());
    assertEquals("kernel", requests.get(1).engine());
  }

  @Test
  void theConfigurationIsAskedLast(@TempDir Path home) throws IOException {
    Path file = Files.createDirectories(home.resolve(".config/netmap-top")).resolve("config");
    Files.writeString(file, "engine = embedded\ndelay = 0.01\n");
    SourceFactory factory =
        request -> {
          requests.add(request);
          throw new IOException("enough");
        };
    Map<String, String> env = Map.of("TERM", "xterm", "HOME", home.toString());
    run(factory, env, out::append, "--batch");
    run(factory, env, out::append, "--batch", "--engine=kernel");
    run(factory, env, out::append, "--batch", "--config=none");
    run(
        factory,
        Map.of("TERM", "xterm", "HOME", home.toString(), "NETMAP_ENGINE", "kernel"),
        out::append,
        "--batch");
    assertEquals(
        List.of("embedded", "kernel", "auto", "kernel"),
        requests.stream().map(SourceRequest::engine).toList());
    Files.writeString(file, "nonsense\n");
    errors.reset();
    assertEquals(ExitCode.USAGE, run(factory, env, out::append, "--batch"));
    assertEquals(4, requests.size());
    assertTrue(error().contains(file + ", line 1: expected name = value"), error());
    assertEquals(1, error().lines().count(), error());
  }

  @Test
  void countIsExactAndTheEndOfAReplayEndsItOtherwise() {
    assertEquals(0, run("--format=ndjson", "-n", "3", "-d", "0.01", "--replay=x"));
    assertEquals(3, out.toString().lines().count());
    out.setLength(0);
    assertEquals(0, run("--format=ndjson", "-d", "0.01", "--replay=x"));
    assertEquals(2, out.toString().lines().count());
  }

  @Test
  void aCutFileKeepsWhatCameBefore() {
    SourceFactory factory = _ -> new ScriptedSource(Then.FAULT, List.of(Samples.reading(500)));
    int code = run(factory, ENV, out::append, "--format=json", "-d", "0.01", "--replay=x");
    assertEquals(ExitCode.RUNTIME, code);
    assertEquals(1, out.toString().lines().filter(line -> line.startsWith("{")).count());
    assertTrue(out.toString().endsWith("\n]\n"));
    assertTrue(error().contains("at byte 99"), error());
  }

  @Test
  void aReaderThatLeavesIsNoError() {
    Output closed =
        _ -> {
          throw new OutputClosedException();
        };
    SourceFactory factory = _ -> new ScriptedSource(Then.WAIT, List.of(Samples.reading(500)));
    assertEquals(0, run(factory, ENV, closed, "--batch", "-d", "0.01"));
    assertEquals("", error());
    assertEquals(0, run(factory, ENV, closed, "--help"));
    assertEquals("", error());
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    assertEquals(0, run("--help"));
    for (String option :
        List.of(
            "--batch",
            "--format",
            "--count",
            "--delay",
            "--engine",
            "--replay",
            "--replay-speed",
            "--demo",
            "--export",
            "--textfile",
            "--log",
            "--quiet",
            "--promiscuous",
            "--help",
            "--version")) {
      assertTrue(out.toString().contains(option), option);
    }
    out.setLength(0);
    assertEquals(0, run("--version"));
    assertTrue(out.toString().matches("netmap-top \\d+\\.\\d+\\.\\d+\\S*\n"), out.toString());
    assertEquals("", error());
  }
}
