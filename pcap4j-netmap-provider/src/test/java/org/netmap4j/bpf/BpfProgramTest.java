package org.netmap4j.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs as text, and which may be run. */
class BpfProgramTest {
  private static final String TEXT =
      """
      (000) ldh      [12]
      (001) jeq      #0x800           jt 2\tjf 5
      (002) ldxb     4*([14]&0xf)
      (003) ldh      [x + 14]
      (004) jset     #0x3             jt 6\tjf 5
      (005) ret      #0
      (006) ret      #262144\
      """;

  @Test
  void isWrittenAndReadAsTcpdumpDoes() {
    BpfProgram program = BpfProgram.parse(TEXT);
    assertEquals(TEXT, program.toString());
    assertEquals(
        "7\n40 0 0 12\n21 0 3 2048\n177 0 0 14\n72 0 0 14\n69 1 0 3\n6 0 0 0\n6 0 0 262144\n",
        program.toDecimals());
    assertEquals(program, BpfProgram.parse(program.toDecimals()));
  }

  @Test
  void everyInstructionHasAText() {
    String all =
        """
        (000) ld       [4]
        (001) ldb      [x + 3]
        (002) ld       #0x7
        (003) ld       #pktlen
        (004) ld       M[3]
        (005) ldx      #0x10
        (006) ldx      #pktlen
        (007) ldx      M[15]
        (008) st       M[0]
        (009) stx      M[1]
        (010) add      #5
        (011) sub      x
        (012) mul      #3
        (013) div      #4
        (014) mod      x
        (015) and      #0xff
        (016) or       x
        (017) xor      #0x1
        (018) lsh      #2
        (019) rsh      x
        (020) neg
        (021) tax
        (022) txa
        (023) ja       25
        (024) jgt      x                jt 25\tjf 26
        (025) jge      #0x5             jt 26\tjf 27
        (026) ret
        (027) ret      #0\
        """;
    String found = BpfProgram.parse(all).toString().replaceAll(" +\n", "\n");
    assertEquals(all, found);
  }

  @Test
  void filtersReadAsTcpdumpPrintsThem() throws IOException, InterruptedException {
    Path tcpdump = Path.of("/usr/bin/tcpdump");
    assumeTrue(Files.isExecutable(tcpdump), "there is no tcpdump on this machine");
    for (String option : List.of("-d", "-ddd")) {
      Process process =
          new ProcessBuilder(tcpdump.toString(), "-y", "EN10MB", option, "tcp port 80 or len > 9")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      BpfProgram program = BpfProgram.parse(text);
      String again = option.equals("-d") ? program + "\n" : program.toDecimals();
      assertEquals(text, again);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1\\n6 0 0 0 0;line 2: expected code, jt, jf and k",
        "2\\n6 0 0 0;line 1: 2 instructions are announced, 1 follow",
        "x;line 1: expected a number",
        "1\\n6 0 0 99999999999;line 2: expected a number",
        "1\\n6 0 0 9999999999;line 2: expected 32 bits",
        "1\\n70000 0 0 0;line 2: expected a code up to 65535",
        "1\\n0 0 0 0;the last instruction does not return",
        "1\\n255 0 0 0;instruction 0: unknown code 0xff",
        "2\\n21 1 0 0\\n6 0 0 0;instruction 0: a jump out of the program",
        "2\\n5 0 0 1\\n6 0 0 0;instruction 0: a jump out of the program",
        "2\\n96 0 0 16\\n6 0 0 0;instruction 0: M[16]",
        "2\\n52 0 0 0\\n6 0 0 0;instruction 0: division by 0",
        "2\\n148 0 0 0\\n6 0 0 0;instruction 0: division by 0",
        "2\\n100 0 0 32\\n6 0 0 0;instruction 0: a shift by 32",
        "(001) ret #0;line 1: expected",
        "(000) foo #0;line 1: unknown instruction",
        "(000) ld  [foo];line 1: unknown operand",
        "(000) ret foo;line 1: expected #number",
        "(000) st #pktlen;line 1: expected M[number]",
        "(000) stx [5];line 1: expected M[number]",
        "(000) jeq #0x0 jt 0 jf 900;line 1: a jump to"
      })
  void whatIsNoProgramSaysWhere(String text, String problem) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> BpfProgram.parse(text.replace("\\n", "\n")));
    assertTrue(String.valueOf(e.getMessage()).startsWith(problem), e.getMessage());
  }

  /** Looking for the end of it took seconds. */
  @Test
  void longLinesAreNotLookedAt() {
    String line = "(000) ld x" + " ".repeat(200_000) + "y\u2028";
    IllegalArgumentException e =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> assertThrows(IllegalArgumentException.class, () -> BpfProgram.parse(line)));
    assertEquals("line 1: expected at most 200 characters", e.getMessage());
  }

  @Test
  void emptyTextsAndProgramsAreNone() {
    assertThrows(IllegalArgumentException.class, () -> BpfProgram.parse(" \n"));
    assertThrows(IllegalArgumentException.class, () -> BpfProgram.of(List.of()));
  }
}
