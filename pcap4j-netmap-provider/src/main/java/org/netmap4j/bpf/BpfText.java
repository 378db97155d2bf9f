package org.netmap4j.bpf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Programs as {@code tcpdump -d} and {@code tcpdump -ddd} write them. */
final class BpfText {
  /** What has more is not looked at: patterns would take their time. */
  private static final int LONGEST_LINE = 200;

  private static final Pattern LINE =
      Pattern.compile(
          "\\((\\d{1,9})\\)\\s+(\\w+)\\s*(\\S.*?)?(?:\\s+jt\\s+(\\d{1,9})\\s+jf\\s+(\\d{1,9}))?\\s*");
  private static final Pattern OPERAND =
      Pattern.compile(
          "#pktlen|#(?<imm>-?\\d+|0x[0-9a-f]+)|\\[(?<abs>\\d+)]|\\[x \\+ (?<ind>\\d+)]|M\\[(?<mem>\\d+)]"
              + "|4\\*\\(\\[(?<msh>\\d+)]&0xf\\)|x|\\d+");

  private static final Map<String, Integer> JUMPS =
      Map.of("jeq", BpfCode.JEQ, "jgt", BpfCode.JGT, "jge", BpfCode.JGE, "jset", BpfCode.JSET);
  private static final Map<String, Integer> ARITHMETIC =
      Map.of(
          "add", BpfCode.ADD,
          "sub", BpfCode.SUB,
          "mul", BpfCode.MUL,
          "div", BpfCode.DIV,
          "mod", BpfCode.MOD,
          "and", BpfCode.AND,
          "or", BpfCode.OR,
          "xor", BpfCode.XOR,
          "lsh", BpfCode.LSH,
          "rsh", BpfCode.RSH);

  private BpfText() {}

  static List<BpfInstruction> parse(String text) {
    List<String> lines = text.lines().map(String::strip).filter(it -> !it.isEmpty()).toList();
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("no line: expected a program as tcpdump -ddd prints it");
    }
    return lines.getFirst().startsWith("(") ? listing(lines) : decimals(lines);
  }

  private static List<BpfInstruction> decimals(List<String> lines) {
    long count = number(0, lines.getFirst());
    if (count != lines.size() - 1) {
      throw wrong(0, "%d instructions are announced, %d follow".formatted(count, lines.size() - 1));
    }
    List<BpfInstruction> program = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] words = lines.get(i).split("\\s+", -1);
      if (words.length != 4) {
        throw wrong(i, "expected code, jt, jf and k, found \"" + lines.get(i) + "\"");
      }
      long code = number(i, words[0]);
      long jt = number(i, words[1]);
      long jf = number(i, words[2]);
      if (code > 0xffff || jt > 0xff || jf > 0xff) {
        throw wrong(i, "expected a code up to 65535 and jumps up to 255");
      }
      program.add(new BpfInstruction((int) code, (int) jt, (int) jf, (int) number(i, words[3])));
    }
    return program;
  }

  private static long number(int line, String word) {
    if (!word.matches("-?\\d{1,10}")) {
      throw wrong(line, "expected a number, found \"" + word + "\"");
    }
    long number = Long.parseLong(word);
    if (number < Integer.MIN_VALUE || number > 0xffff_ffffL) {
      throw wrong(line, "expected 32 bits, found " + word);
    }
    return number;
  }

  private static List<BpfInstruction> listing(List<String> lines) {
    List<BpfInstruction> program = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).length() > LONGEST_LINE) {
        throw wrong(i, "expected at most %d characters".formatted(LONGEST_LINE));
      }
      Matcher line = LINE.matcher(lines.get(i));
      if (!line.matches() || Integer.parseInt(line.group(1)) != i) {
        throw wrong(i, "expected \"(%03d) instruction\", found \"%s\"".formatted(i, lines.get(i)));
      }
      program.add(instruction(i, line));
    }
    return program;
  }

  private static BpfInstruction instruction(int i, Matcher line) {
    String name = line.group(2);
    String text = line.group(3) == null ? "" : line.group(3);
    if (name.equals("ja")) {
      return BpfInstruction.of(BpfCode.JMP | BpfCode.JA, (int) (number(i, text) - i - 1));
    }
    Integer jump = JUMPS.get(name);
    if (jump != null && line.group(4) != null) {
      int jt = skipped(i, line.group(4));
      int jf = skipped(i, line.group(5));
      return text.equals("x")
          ? new BpfInstruction(BpfCode.JMP | jump | BpfCode.X, jt, jf, 0)
          : new BpfInstruction(BpfCode.JMP | jump, jt, jf, immediate(i, text));
    }
    Integer operation = ARITHMETIC.get(name);
    if (operation != null) {
      return text.equals("x")
          ? BpfInstruction.of(BpfCode.ALU | operation | BpfCode.X, 0)
          : BpfInstruction.of(BpfCode.ALU | operation, immediate(i, text));
    }
    return switch (name) {
      case "ld" -> load(i, BpfCode.LD | BpfCode.W, text);
      case "ldh" -> load(i, BpfCode.LD | BpfCode.H, text);
      case "ldb" -> load(i, BpfCode.LD | BpfCode.B, text);
      case "ldx" -> load(i, BpfCode.LDX | BpfCode.W, text);
      case "ldxb" -> load(i, BpfCode.LDX | BpfCode.B, text);
      case "st" -> BpfInstruction.of(BpfCode.ST, scratch(i, text));
      case "stx" -> BpfInstruction.of(BpfCode.STX, scratch(i, text));
      case "neg" -> BpfInstruction.of(BpfCode.ALU | BpfCode.NEG, 0);
      case "tax" -> BpfInstruction.of(BpfCode.MISC | BpfCode.TAX, 0);
      case "txa" -> BpfInstruction.of(BpfCode.MISC | BpfCode.TXA, 0);
      case "ret" ->
          text.isEmpty()
              ? BpfInstruction.of(BpfCode.RET | BpfCode.A, 0)
              : BpfInstruction.of(BpfCode.RET | BpfCode.K, immediate(i, text));
      default -> throw wrong(i, "unknown instruction \"" + name + "\"");
    };
  }

  private static int skipped(int i, String target) {
    int skipped = Integer.parseInt(target) - i - 1;
    if (skipped < 0 || skipped > 255) {
      throw wrong(i, "a jump to " + target + ": expected one of the 256 instructions behind");
    }
    return skipped;
  }

  private static int immediate(int i, String text) {
    Matcher operand = OPERAND.matcher(text);
    if (!operand.matches() || operand.group("imm") == null) {
      throw wrong(i, "expected #number, found \"" + text + "\"");
    }
    return decode(i, operand.group("imm"));
  }

  private static int decode(int i, String number) {
    return number.startsWith("0x")
        ? (int) number(i, Long.toString(parseHex(i, number)))
        : (int) number(i, number);
  }

  private static long parseHex(int i, String number) {
    if (number.length() > 10) {
      throw wrong(i, "expected 32 bits, found " + number);
    }
    return Long.parseLong(number, 2, number.length(), 16);
  }

  private static int scratch(int i, String text) {
    Matcher operand = OPERAND.matcher(text);
    if (!operand.matches() || operand.group("mem") == null) {
      throw wrong(i, "expected M[number], found \"" + text + "\"");
    }
    return decode(i, operand.group("mem"));
  }

  private static BpfInstruction load(int i, int code, String text) {
    Matcher operand = OPERAND.matcher(text);
    if (!operand.matches()) {
      throw wrong(i, "unknown operand \"" + text + "\"");
    }
    if (text.equals("#pktlen")) {
      return BpfInstruction.of(code | BpfCode.LEN, 0);
    }
    record Mode(String group, int mode) {}
    for (Mode mode :
        List.of(
            new Mode("imm", BpfCode.IMM),
            new Mode("abs", BpfCode.ABS),
            new Mode("ind", BpfCode.IND),
            new Mode("mem", BpfCode.MEM),
            new Mode("msh", BpfCode.MSH))) {
      if (operand.group(mode.group) != null) {
        return BpfInstruction.of(code | mode.mode, decode(i, operand.group(mode.group)));
      }
    }
    throw wrong(i, "unknown operand \"" + text + "\"");
  }

  private static IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException("line " + (line + 1) + ": " + what);
  }

  /** The line of instruction {@code i}, as {@code tcpdump -d} prints it. */
  static String line(int i, BpfInstruction it) {
    String text = "(%03d) %-8s %s".formatted(i, name(it.code()), operand(i, it));
    boolean branches =
        BpfCode.kind(it.code()) == BpfCode.JMP && BpfCode.operation(it.code()) != BpfCode.JA;
    return branches
        ? "(%03d) %-8s %-16s jt %d\tjf %d"
            .formatted(i, name(it.code()), operand(i, it), i + 1 + it.jt(), i + 1 + it.jf())
        : text;
  }

  private static String name(int code) {
    String size =
        switch (BpfCode.size(code)) {
          case BpfCode.H -> "h";
          case BpfCode.B -> "b";
          default -> "";
        };
    return switch (BpfCode.kind(code)) {
      case BpfCode.LD -> "ld" + size;
      case BpfCode.LDX -> "ldx" + size;
      case BpfCode.ST -> "st";
      case BpfCode.STX -> "stx";
      case BpfCode.RET -> "ret";
      case BpfCode.MISC -> code == (BpfCode.MISC | BpfCode.TXA) ? "txa" : "tax";
      case BpfCode.JMP -> named(JUMPS, BpfCode.operation(code), "ja");
      default -> named(ARITHMETIC, BpfCode.operation(code), "neg");
    };
  }

  private static String named(Map<String, Integer> names, int operation, String other) {
    return names.entrySet().stream()
        .filter(it -> it.getValue() == operation)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(other);
  }

  private static String operand(int i, BpfInstruction it) {
    int code = it.code();
    String k = Integer.toUnsignedString(it.k());
    String hex = "#0x" + Integer.toHexString(it.k());
    return switch (BpfCode.kind(code)) {
      case BpfCode.LD, BpfCode.LDX ->
          switch (BpfCode.mode(code)) {
            case BpfCode.IMM -> hex;
            case BpfCode.ABS -> "[" + k + "]";
            case BpfCode.IND -> "[x + " + k + "]";
            case BpfCode.MEM -> "M[" + k + "]";
            case BpfCode.LEN -> "#pktlen";
            default -> "4*([" + k + "]&0xf)";
          };
      case BpfCode.ST, BpfCode.STX -> "M[" + k + "]";
      case BpfCode.RET -> code == (BpfCode.RET | BpfCode.A) ? "" : "#" + it.k();
      case BpfCode.MISC -> "";
      case BpfCode.JMP -> {
        if (BpfCode.operation(code) == BpfCode.JA) {
          yield Integer.toString(i + 1 + it.k());
        }
        yield BpfCode.withX(code) ? "x" : hex;
      }
      default ->
          switch (BpfCode.operation(code)) {
            case BpfCode.NEG -> "";
            case BpfCode.AND, BpfCode.OR, BpfCode.XOR -> BpfCode.withX(code) ? "x" : hex;
            default -> BpfCode.withX(code) ? "x" : "#" + it.k();
          };
    };
  }
}
