package org.netmap4j.top;

import java.util.List;
import java.util.stream.Collectors;
import org.netmap4j.top.config.ConfigFile;
import org.netmap4j.top.config.Setting;
import org.netmap4j.top.term.KeyNames;
import org.netmap4j.top.ui.KeyHelp;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page in man(7)'s macros, from what the command line and the screen say of themselves.
 * Written here: picocli's generator writes AsciiDoc, which would need another program to become a
 * page.
 */
final class ManPage {
  private final StringBuilder page = new StringBuilder();
  private final CommandSpec tool;

  private ManPage(CommandSpec tool) {
    this.tool = tool;
  }

  /** The page of a tool with its subcommands. */
  static String of(CommandSpec tool, String version) {
    ManPage page = new ManPage(tool);
    page.page.append(".\\\" Written by: netmap-top man\n");
    page.macro("TH", "NETMAP-TOP", "8", "", "netmap-top " + version, "System Administration");
    page.write();
    return page.page.toString();
  }

  private void write() {
    String name = tool.name();
    macro("SH", "NAME");
    line(name + " - " + decapitalized(first(tool.usageMessage().header())));
    macro("SH", "SYNOPSIS");
    macro("B", name);
    line("[OPTIONS] " + words(tool.positionalParameters()));
    for (CommandLine subcommand : tool.subcommands().values()) {
      macro("br");
      macro("B", name + " " + subcommand.getCommandName());
      line("[OPTIONS] " + words(subcommand.getCommandSpec().positionalParameters()));
    }
    macro("SH", "DESCRIPTION");
    text(tool.usageMessage().description());
    macro("SH", "OPTIONS");
    arguments(tool);
    macro("SH", "COMMANDS");
    line("Each of them takes --help as well.");
    for (CommandLine subcommand : tool.subcommands().values()) {
      macro("SS", name + " " + subcommand.getCommandName());
      line(first(subcommand.getCommandSpec().usageMessage().header()));
      text(subcommand.getCommandSpec().usageMessage().description());
      text(subcommand.getCommandSpec().usageMessage().footer());
      arguments(subcommand.getCommandSpec());
    }
    keys();
    files();
    exitStatus();
    environment();
  }

  private void keys() {
    macro("SH", "KEYS");
    for (KeyHelp key : KeyHelp.KEYS) {
      item(key.keys(), key.meaning());
    }
    macro("PP");
    line("Words and marks on the screen:");
    for (KeyHelp word : KeyHelp.WORDS) {
      item(word.keys(), word.meaning());
    }
  }

  private void files() {
    macro("SH", "FILES");
    item(
        "$XDG_CONFIG_HOME/netmap-top/config, or ~/.config/netmap-top/config",
        "Settings, for the screen and for batch output; another file by --config, none by --config "
            + ConfigFile.NONE
            + ". What the command line says wins. A line is name = value, or map KEY = KEY, or a "
            + "comment after #.");
    macro("RS");
    for (Setting setting : Setting.values()) {
      item(setting.text(), setting.meaning() + " " + setting.expected() + ".");
    }
    item(
        "map KEY = KEY",
        "Takes the first key as if the second had been typed, except in a line that is typed. "
            + "What the second is mapped to itself does not matter. A key is "
            + KeyNames.EXPECTED
            + ".");
    macro("RE");
    item(
        "$XDG_STATE_HOME/netmap-top/netmap-top.log, or ~/.local/state/netmap-top/netmap-top.log",
        "What the tool tells of itself.");
  }

  private void exitStatus() {
    macro("SH", "EXIT STATUS");
    item("0", "Ended as asked.");
    item("1", "It failed while running; of the doctor: it found something.");
    item("2", "The command line or the configuration is wrong.");
    item("3", "A permission is missing.");
    item("4", "There is no such device or port.");
  }

  private void environment() {
    macro("SH", "ENVIRONMENT");
    item("NETMAP_ENGINE", "As --engine, which wins over it.");
    item("NETMAP_TOP_JAVA_OPTS", "More options for the Java virtual machine.");
    item("NO_COLOR", "No colours, if it is not empty; --color and the configuration win over it.");
    item("TERM, COLORTERM", "Which colours the terminal has; TERM=dumb has batch output.");
    item(
        "LC_ALL, LC_CTYPE, LANG", "Whether the terminal shows more than ASCII: those of UTF-8 do.");
    item("XDG_CONFIG_HOME, XDG_STATE_HOME, HOME", "See FILES. Relative ones are ignored.");
  }

  private void text(String... lines) {
    for (String line : lines) {
      if (!line.isBlank()) {
        macro("PP");
        line(plain(line));
      }
    }
  }

  private void arguments(CommandSpec command) {
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      item(parameter.paramLabel(), description(parameter));
    }
    for (OptionSpec option : command.options()) {
      boolean value = option.arity().max() > 0;
      boolean open = option.arity().min() == 0;
      String label = open ? "[" + option.paramLabel() + "]" : option.paramLabel();
      String names = String.join(", ", option.names());
      item(value ? names + " " + label : names, description(option));
    }
  }

  /** With its variables replaced; picocli does that as the command line is made. */
  private static String description(ArgSpec argument) {
    return plain(String.join(" ", argument.description()));
  }

  /** Without picocli's markup for colours and its escapes of format strings. */
  private static String plain(String text) {
    return Ansi.OFF.string(text).replace("%%", "%").replace("%n", " ");
  }

  private static String words(List<PositionalParamSpec> parameters) {
    return parameters.stream()
        .map(it -> {
          String label = it.required() ? it.paramLabel() : "[" + it.paramLabel() + "]";
          return it.typeInfo().isMultiValue() ? label + "..." : label;
        })
        .collect(Collectors.joining(" "));
  }

  private static String first(String... lines) {
    return lines.length == 0 ? "" : plain(lines[0]);
  }

  private static String decapitalized(String sentence) {
    String end = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return end.isEmpty() ? end : Character.toLowerCase(end.charAt(0)) + end.substring(1);
  }

  /** A paragraph with a heading that hangs. */
  private void item(String heading, String body) {
    macro("TP");
    macro("B", heading);
    line(body);
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(escaped(argument).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  private void line(String text) {
    String escaped = escaped(text);
    // A dot or an apostrophe at the beginning would make a request of the line.
    boolean request = escaped.startsWith(".") || escaped.startsWith("'");
    page.append(request ? "\\&" : "").append(escaped).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti")
        .replace("`", "\\(ga")
        .replace("'", "\\(aq");
  }
}
