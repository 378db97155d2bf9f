package org.netmap4j.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netmap4j.compat.FakeMachine.Outcome;

/** What compat-tests/bin/test-kernel says before there is a guest. */
class TestKernelScriptTest {
  @TempDir Path temp;
  private FakeMachine machine;

  @BeforeEach
  void machine() throws IOException {
    machine = new FakeMachine(temp.resolve("a machine"));
  }

  private Outcome testKernel(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(machine.path("bin/bash").toString());
    command.add(FakeMachine.checkout().resolve("compat-tests/bin/test-kernel").toString());
    command.addAll(List.of(arguments));
    return machine.run(command.toArray(String[]::new));
  }

  private static void says(Outcome outcome, int code, String... parts) {
    assertEquals(code, outcome.code(), outcome.err());
    assertEquals("", outcome.out());
    for (String part : parts) {
      assertTrue(outcome.err().contains(part), part + " in " + outcome.err());
    }
  }

  @Test
  void namesTheFilesThatItNeeds() throws Exception {
    says(
        testKernel("--kernel", "/none", "--apps", temp.toString()),
        2,
        "--kernel VMLINUZ: a kernel image",
        "(given: /none)",
        "--modules DIR: the folder lib/modules/VERSION",
        "--netmap NETMAP_KO: netmap.ko, built with that kernel's headers (given: none)",
        "--here");
  }

  @ParameterizedTest
  @CsvSource({
    "--frob, x, unknown option --frob",
    "--timeout, soon, expected a number of at least 0",
    "--memory, 4, expected a number of at least 512",
    "--accel, xen, expected kvm or tcg",
    "--apps, /none, there is no folder /none"
  })
  void refusesWhatItDoesNotKnow(String option, String value, String cause) throws Exception {
    says(testKernel(option, value), 2, cause);
  }

  @Test
  void wantsAValue() throws Exception {
    says(testKernel("--netmap"), 2, "--netmap needs a value");
  }

  @Test
  void namesThePackagesWhereItMayNotInstall() throws Exception {
    Path file = Files.createFile(temp.resolve("a file"));
    Path modules = temp.resolve("un packed/lib/modules/1");
    Files.createDirectories(modules.resolve("kernel"));
    machine.script("bin/apt-get", "exit 1");
    says(
        testKernel(
            "--kernel",
            file.toString(),
            "--modules",
            temp.resolve("un packed").toString(),
            "--netmap",
            file.toString()),
        1,
        "apt-get install -y --no-install-recommends",
        "qemu-system-",
        "busybox-static");
  }

  @Test
  void saysThatThereIsNoModuleHere() throws Exception {
    assumeFalse(Files.exists(Path.of("/dev/netmap")), "there is a /dev/netmap");
    says(testKernel("--here"), 1, "no /dev/netmap on this machine");
  }
}
