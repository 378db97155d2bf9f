package org.netmap4j.bpf;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The system's names: its resolver, and its files of names, read anew each time. */
enum SystemNames implements Names {
  INSTANCE;

  private static final Path FILES = Path.of("/etc");

  @Override
  public List<InetAddress> host(String name) {
    try {
      return List.of(InetAddress.getAllByName(name));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  /** The lines of a file that have the name, cut into words; none when there is no such file. */
  private static List<String[]> lines(String file, Predicate<String[]> wanted) {
    try (Stream<String> lines = Files.lines(FILES.resolve(file), StandardCharsets.ISO_8859_1)) {
      return lines
          .map(line -> line.replaceFirst("#.*", "").strip().split("\\s+", -1))
          .filter(words -> words.length >= 2 && wanted.test(words))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Whether a line's name or one of its aliases is the name. */
  private static boolean names(String[] words, String name) {
    return words[0].equals(name) || Arrays.asList(words).subList(2, words.length).contains(name);
  }

  @Override
  public OptionalInt network(String name) {
    for (String[] words : lines("networks", line -> names(line, name))) {
      OptionalInt address = Dotted.parse(words[1]);
      if (address.isPresent()) {
        return OptionalInt.of(address.getAsInt());
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public OptionalInt protocol(String name) {
    return lines("protocols", line -> names(line, name)).stream()
        .map(words -> words[1])
        .filter(number -> number.matches("\\d{1,3}"))
        .mapToInt(Integer::parseInt)
        .findFirst();
  }

  @Override
  public Optional<Service> service(String name) {
    List<String[]> found = lines("services", line -> names(line, name));
    OptionalInt tcp = port(found, "tcp");
    OptionalInt udp = port(found, "udp");
    if (tcp.isPresent()) {
      boolean both = tcp.equals(udp);
      return Optional.of(
          new Service(tcp.getAsInt(), both ? OptionalInt.empty() : OptionalInt.of(Protocols.TCP)));
    }
    return udp.isPresent()
        ? Optional.of(new Service(udp.getAsInt(), OptionalInt.of(Protocols.UDP)))
        : Optional.empty();
  }

  private static OptionalInt port(List<String[]> lines, String protocol) {
    return lines.stream()
        .map(words -> words[1])
        .filter(entry -> entry.matches("\\d{1,5}/" + protocol))
        .mapToInt(entry -> Integer.parseInt(entry.substring(0, entry.indexOf('/'))))
        .findFirst();
  }

  @Override
  public Optional<byte[]> ethernet(String name) {
    return lines("ethers", words -> words[1].equals(name)).stream()
        .map(words -> words[0])
        .filter(Mac::is)
        .map(Mac::parse)
        .findFirst();
  }
}
