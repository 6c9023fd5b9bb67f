package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each number of the checks is in docs/check-numbers.csv, with what it is for. */
class CheckNumbersTest {
  private static final Path SOURCES = Path.of("checks/src/main/java/org/radiologytrust");
  private static final List<String> FOLDERS = List.of("check", "text/mentions", "text/measures");
  private static final Pattern NUMBER =
      Pattern.compile("static final (?:int|double) ([A-Z_]+) =\\s*([\\d_.]+);");
  private static final Pattern ROW =
      Pattern.compile("^(\\w+\\.\\w+),([\\d.]+),(\\S.+)$", Pattern.MULTILINE);

  @Test
  void theDocumentHasTheNumbersOfTheCode() throws IOException {
    Map<String, String> code = new TreeMap<>();
    for (String folder : FOLDERS) {
      try (Stream<Path> sources = Files.walk(SOURCES.resolve(folder))) {
        for (Path source : sources.filter(f -> f.toString().endsWith(".java")).toList()) {
          String name = source.getFileName().toString().replace(".java", ".");
          Matcher m = NUMBER.matcher(Files.readString(source));
          while (m.find()) {
            code.put(name + m.group(1), m.group(2).replace("_", ""));
          }
        }
      }
    }
    Map<String, String> document = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("docs/check-numbers.csv")));
    while (row.find()) {
      document.put(row.group(1), row.group(2));
    }
    assertTrue(code.size() > 50, "found only " + code);
    assertEquals(code, document);
  }
}
