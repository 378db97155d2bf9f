package org.netmap4j.top;

import java.util.Map;
import java.util.Stack;
import org.netmap4j.top.export.ExportAddress;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Has an option with an address that may be left out take the next word only if that is an address:
 * {@code --export eth0} is about the interface. After {@code =} it takes anything.
 */
final class OptionalAddress implements IParameterPreprocessor {
  @Override
  public boolean preprocess(
      @SuppressWarnings("JdkObsolete") Stack<String> words, // picocli's own type
      CommandSpec command,
      ArgSpec option,
      Map<String, Object> info) {
    boolean attached = !" ".equals(info.getOrDefault("separator", " "));
    if (!attached && (words.isEmpty() || !ExportAddress.looksLike(words.peek()))) {
      words.push(ExportAddress.DEFAULT);
    }
    return false; // picocli goes on with what is now the next word
  }
}
