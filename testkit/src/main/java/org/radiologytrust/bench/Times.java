package org.radiologytrust.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the last {@code ./test} took, as two tables: by layer, and the slowest classes. It reads
 * Surefire's reports, which keep a class that the last run left out: delete the folders first.
 */
public final class Times {
  private static final int SLOWEST = 40;
  private static final String PEERS = "peers";
  private static final String REAL_MODEL = "real-model";
  private static final Path TESTS = Path.of("target/tests/surefire-reports");
  private static final Path LIBRARY = Path.of("checks/target/surefire-reports");
  private static final Pattern FILE =
      Pattern.compile("TEST-(.+?)(?:-(" + PEERS + "|" + REAL_MODEL + "))?\\.xml");
  private static final Pattern SUITE = Pattern.compile("<testsuite [^>]*>");

  private Times() {}

  /**
   * One class of tests.
   *
   * @param begun by the clock, like {@code ended}; both in seconds
   */
  private record Ran(String layer, String name, int tests, double seconds, double ended) {
    double begun() {
      return ended - seconds;
    }
  }

  public static void main(String[] arguments) throws IOException {
    List<Ran> all = new ArrayList<>(read(LIBRARY));
    all.addAll(read(TESTS));
    Map<String, List<Ran>> layers =
        all.stream().collect(Collectors.groupingBy(Ran::layer, TreeMap::new, Collectors.toList()));
    System.out.println("| layer | classes | tests | minutes of all classes | from first to last |");
    System.out.println("|---|---|---|---|---|");
    layers.forEach(Times::row);
    if (!all.isEmpty()) {
      row("all", all);
    }
    System.out.println();
    System.out.println("| class | layer | tests | seconds |");
    System.out.println("|---|---|---|---|");
    all.stream()
        .sorted(Comparator.comparing(Ran::seconds).reversed())
        .limit(SLOWEST)
        .forEach(
            ran ->
                System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %d | %.0f |%n",
                    ran.name.substring(ran.name.lastIndexOf('.') + 1),
                    ran.layer,
                    ran.tests,
                    ran.seconds));
  }

  private static void row(String layer, List<Ran> ran) {
    double begun = ran.stream().mapToDouble(Ran::begun).min().orElse(0);
    double ended = ran.stream().mapToDouble(Ran::ended).max().orElse(0);
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.1f | %.1f |%n",
        layer,
        ran.size(),
        ran.stream().mapToInt(Ran::tests).sum(),
        ran.stream().mapToDouble(Ran::seconds).sum() / 60,
        (ended - begun) / 60);
  }

  private static List<Ran> read(Path reports) throws IOException {
    List<Ran> all = new ArrayList<>();
    if (Files.isDirectory(reports)) {
      try (Stream<Path> files = Files.list(reports)) {
        for (Path file : files.sorted().toList()) {
          Matcher name = FILE.matcher(file.getFileName().toString());
          if (name.matches()) {
            all.add(read(file, name.group(1), name.group(2)));
          }
        }
      }
    }
    return all;
  }

  /**
   * @param suffix the part of the build that ran it; {@code null} for the one that runs most
   */
  private static Ran read(Path file, String name, String suffix) throws IOException {
    Matcher suite = SUITE.matcher(Files.readString(file));
    if (!suite.find()) {
      throw new IOException(file + " is no report");
    }
    return new Ran(
        suffix == null ? layer(name) : suffix,
        name,
        Integer.parseInt(attribute(suite.group(), "tests")),
        Double.parseDouble(attribute(suite.group(), "time").replace(",", "")),
        Files.getLastModifiedTime(file).toMillis() / 1000.0);
  }

  private static String attribute(String suite, String name) {
    return suite.replaceFirst("(?s)^.* " + name + "=\"([^\"]*)\".*$", "$1");
  }

  /** By the tags in its file. */
  private static String layer(String name) throws IOException {
    String outermost = name.replaceFirst("\\$.*$", "").replace('.', '/') + ".java";
    Path file = Path.of("src/test/java", outermost);
    if (Files.notExists(file)) {
      return "library";
    }
    String text = Files.readString(file);
    for (String tag : List.of("packaged", "integration", "long")) {
      if (text.contains("@Tag(\"" + tag + "\")")) {
        return tag;
      }
    }
    return "unit";
  }
}
