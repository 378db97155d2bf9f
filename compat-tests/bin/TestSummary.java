import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Sums up Surefire's reports below a folder: what was skipped and why, what failed, and as the last
 * line the counts. Run as source: {@code java TestSummary.java EXIT_CODE FOLDER [REPORTS]}, the
 * exit code being Maven's, or that of the run which left its reports in folders named REPORTS. Ends
 * with 0 if that did and at least one test ran and none failed, else with that exit code or 1.
 */
final class TestSummary {
  private static final int CAUSE_LENGTH = 300;

  private int passed;
  private final List<String> failed = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  private TestSummary() {}

  public static void main(String[] args) throws IOException {
    int code = Integer.parseInt(args[0]);
    boolean maven = args.length < 3;
    TestSummary summary = new TestSummary();
    for (Path report : reports(Path.of(args[1]), maven ? "surefire-reports" : args[2])) {
      summary.read(report);
    }
    summary.print(code, maven);
    boolean good = summary.passed > 0 && summary.failed.isEmpty();
    System.exit(code != 0 ? code : good ? 0 : 1);
  }

  private static List<Path> reports(Path root, String folder) throws IOException {
    try (var files =
        Files.find(
            root,
            12,
            (path, attributes) ->
                attributes.isRegularFile()
                    && path.getParent().endsWith(Path.of("target", folder))
                    && path.getFileName().toString().matches("TEST-.*\\.xml"))) {
      return files.sorted().toList();
    }
  }

  private void read(Path report) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(report))) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamReader.START_ELEMENT && xml.getLocalName().equals("testcase")) {
          readTest(xml);
        }
      }
      xml.close();
    } catch (XMLStreamException broken) {
      failed.add(report + ": cannot be read: " + oneLine(broken.getMessage()));
    }
  }

  /** One testcase element; a rerun that was good in the end has neither failure nor error. */
  private void readTest(XMLStreamReader xml) throws XMLStreamException {
    String type = attribute(xml, "classname");
    String name = attribute(xml, "name");
    String test = name.isEmpty() || name.equals(type) ? type : type + "." + name;
    String failure = null;
    String skip = null;
    while (xml.nextTag() == XMLStreamReader.START_ELEMENT) {
      switch (xml.getLocalName()) {
        case "failure", "error" -> failure = cause(xml);
        case "skipped" -> skip = cause(xml);
        default -> leave(xml, null);
      }
    }
    if (failure != null) {
      failed.add(test + ": " + failure);
    } else if (skip != null) {
      skipped.add(test + ": " + skip);
    } else {
      passed++;
    }
  }

  /**
   * The message of the element, or the text in it up to the stack trace (Surefire puts the message
   * of a failed assumption only there), or else the type.
   */
  private static String cause(XMLStreamReader xml) throws XMLStreamException {
    String message = attribute(xml, "message");
    String type = attribute(xml, "type");
    StringBuilder text = new StringBuilder();
    leave(xml, text);
    if (message.isBlank()) {
      message = text.toString().split("\\R\\s+at ", 2)[0];
    }
    message =
        oneLine(message)
            .replaceFirst("^[\\w.]*TestAbortedException: ", "")
            .replaceFirst("^Assumption failed: ", "");
    return !message.isEmpty() ? message : !type.isEmpty() ? type : "no cause given";
  }

  /** Goes to the end of the element, and gathers its text if that is wanted. */
  private static void leave(XMLStreamReader xml, StringBuilder text) throws XMLStreamException {
    for (int depth = 1; depth > 0; ) {
      switch (xml.next()) {
        case XMLStreamReader.START_ELEMENT -> depth++;
        case XMLStreamReader.END_ELEMENT -> depth--;
        case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA -> {
          if (text != null) {
            text.append(xml.getText());
          }
        }
        default -> {}
      }
    }
  }

  private static String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= CAUSE_LENGTH ? line : line.substring(0, CAUSE_LENGTH) + "...";
  }

  private void print(int code, boolean maven) {
    list("Skipped:", skipped);
    list("Failed:", failed);
    if (code != 0 && maven) {
      System.out.println("Maven failed (exit code " + code + "); modules after a failed one did not run");
    } else if (code != 0 && failed.isEmpty()) {
      System.out.println("The run failed (exit code " + code + ")");
    } else if (passed + failed.size() == 0) {
      System.out.println("No test ran");
    }
    System.out.printf(
        "%d passed, %d failed, %d skipped%n", passed, failed.size(), skipped.size());
  }

  private static void list(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      System.out.println(title);
      lines.forEach(line -> System.out.println("  " + line));
    }
  }
}
