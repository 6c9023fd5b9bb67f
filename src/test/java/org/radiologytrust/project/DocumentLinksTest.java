package org.radiologytrust.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every relative link of the documents leads to a file, and every anchor to a heading. */
class DocumentLinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|^ {4}.*?$");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern CLASS =
      Pattern.compile("(?m)^\\d+\\. \\[`(\\w+)`]\\(\\S+/\\1\\.java\\)");
  private static final int README_WORDS = 1_500;

  private static List<Path> documents() throws IOException {
    try (Stream<Path> top = Files.list(Path.of(""));
        Stream<Path> docs = Files.list(Path.of("docs"));
        Stream<Path> model = Files.walk(Path.of("model"), 2);
        Stream<Path> profiles = Files.list(Path.of("fhir-profiles"))) {
      return Stream.of(top, docs, model, profiles)
          .flatMap(files -> files)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  private static String prose(Path document) throws IOException {
    return CODE.matcher(Files.readString(document)).replaceAll("");
  }

  /** The anchors of a document's headings, as GitHub makes them. */
  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new HashSet<>();
    for (MatchResult heading : HEADING.matcher(prose(document)).results().toList()) {
      String anchor =
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N}_ -]", "")
              .replace(' ', '-');
      String unique = anchor;
      for (int i = 1; !anchors.add(unique); i++) {
        unique = anchor + "-" + i;
      }
    }
    return anchors;
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Set<String> broken = new TreeSet<>();
    List<Path> documents = documents();
    assertTrue(documents.size() > 10, documents::toString);
    for (Path document : documents) {
      Set<String> links =
          LINK.matcher(prose(document)).results().map(l -> l.group(1)).collect(Collectors.toSet());
      for (String link : links) {
        if (!ELSEWHERE.matcher(link).matches() && !leadsSomewhere(document, link)) {
          broken.add(document + ": " + link);
        }
      }
    }
    assertEquals(Set.of(), broken);
  }

  private static boolean leadsSomewhere(Path document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
  }

  /** That each class is there is what its link says. */
  @Test
  void eachWalkHasTwelveClasses() throws IOException {
    String[] walks = Files.readString(Path.of("docs/walks.md")).split("(?m)^## ");
    assertEquals(4, walks.length);
    for (int i = 1; i < walks.length; i++) {
      assertEquals(
          12, CLASS.matcher(walks[i]).results().count(), walks[i].lines().findFirst()::get);
    }
  }

  @Test
  void readmeStaysShort() throws IOException {
    int words = Files.readString(Path.of("README.md")).strip().split("\\s+").length;
    assertTrue(words <= README_WORDS, () -> words + " words");
  }
}
