package org.radiologytrust.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;

/** The words by which reports are read are in data files, so that a language is a set of files. */
class NoReportWordsInJavaTest {
  private static final Path SOURCES = Path.of("checks/src/main/java/org/radiologytrust");
  private static final List<String> FILES =
      List.of("findings.yaml", "places.yaml", "scopes.yaml", "sides.yaml");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");
  private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z ]+)\"");

  /** Keys of data files, and the id of a check. */
  private static final Set<String> NO_WORDS =
      Set.of("left", "right", "both", "denied", "also", "there", "possible", "with");

  @Test
  void noLiteralIsAWordOfTheReader() throws IOException {
    Set<String> words = new HashSet<>();
    for (String file : FILES) {
      collect(SiteFiles.shipped().words(file, new TypeReference<Object>() {}), words);
    }
    words.removeAll(NO_WORDS);
    List<String> found = new ArrayList<>();
    for (String folder : List.of("text", "check")) {
      try (Stream<Path> sources = Files.walk(SOURCES.resolve(folder))) {
        for (Path source : sources.filter(Files::isRegularFile).sorted().toList()) {
          String code = COMMENT.matcher(Files.readString(source)).replaceAll("");
          Matcher literal = LITERAL.matcher(code);
          while (literal.find()) {
            if (words.contains(literal.group(1))) {
              found.add(source.getFileName() + ": " + literal.group(1));
            }
          }
        }
      }
    }
    assertEquals(List.of(), found);
  }

  private static void collect(Object value, Set<String> words) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(v -> collect(v, words));
    } else if (value instanceof List<?> list) {
      list.forEach(v -> collect(v, words));
    } else {
      words.add(String.valueOf(value));
    }
  }
}
