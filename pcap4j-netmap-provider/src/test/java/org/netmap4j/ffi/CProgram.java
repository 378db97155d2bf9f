package org.netmap4j.ffi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** Asks the C compiler what numbers the system's headers give. */
final class CProgram {
  private CProgram() {}

  /**
   * The values of C expressions, by their names; ends the test as skipped, with the cause, where
   * there is no compiler or no header.
   */
  static Map<String, Long> values(
      Path directory, List<String> includes, Map<String, String> expressions, String... options)
      throws IOException, InterruptedException {
    String source =
        "#define _GNU_SOURCE\n#include <stddef.h>\n#include <stdio.h>\n"
            + includes.stream().collect(Collectors.joining(">\n#include <", "#include <", ">\n"))
            + "int main(void) {\n"
            + expressions.entrySet().stream()
                .map(e ->
                    "printf(\"%s %%lld\\n\", (long long)(%s));\n"
                        .formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining())
            + "return 0; }\n";
    Path file = Files.writeString(directory.resolve("numbers.c"), source);
    Path program = directory.resolve("numbers");
    List<String> command = new ArrayList<>(List.of("gcc", "-o", program.toString()));
    command.addAll(List.of(options));
    command.add(file.toString());
    String said;
    try {
      said = run(command);
    } catch (IOException e) {
      skip("no C compiler: " + e.getMessage());
      throw e;
    }
    if (!Files.exists(program)) {
      throw new AssertionError("headers do not compile: " + said);
    }
    Map<String, Long> values = new LinkedHashMap<>();
    run(List.of(program.toString()))
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(pair -> values.put(pair[0], Long.valueOf(pair[1])));
    return values;
  }

  /** Which of these macros the headers define. */
  static Set<String> defined(Path directory, List<String> includes, Set<String> macros)
      throws IOException, InterruptedException {
    Set<String> found = new HashSet<>();
    for (String macro : macros) {
      Path file = directory.resolve("macro.c");
      Files.writeString(
          file,
          includes.stream().collect(Collectors.joining(">\n#include <", "#include <", ">\n"))
              + "#ifdef "
              + macro
              + "\nfound\n#endif\n");
      try {
        if (run(List.of("gcc", "-E", file.toString())).lines().anyMatch("found"::equals)) {
          found.add(macro);
        }
      } catch (IOException e) {
        skip("no C compiler: " + e.getMessage());
      }
    }
    return found;
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return output;
  }

  /** Skips for all to see. */
  static void skip(String cause) {
    System.out.println("not compared with C headers: " + cause.lines().limit(3).toList());
    Assumptions.abort(cause);
  }
}
